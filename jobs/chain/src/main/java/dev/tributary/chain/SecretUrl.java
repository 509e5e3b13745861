package dev.tributary.chain;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An address of which nobody is shown more than scheme, host and port: user, path and query often hold an access key. */
public record SecretUrl(String url) {
    /** Whoever is not told what the address is. */
    private static final String HIDDEN = "(not shown)";
    /** Shorter parts are words such as {@code v2}, which also stand where they tell nothing. */
    private static final int SHORTEST_SECRET = 6;

    private static final Pattern SEPARATORS = Pattern.compile("[/?&=:@#;,]+");

    /** Scheme, host and port. */
    public String shown() {
        try {
            URI uri = new URI(url);
            if (uri.getHost() == null) {
                return HIDDEN;
            }
            return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (URISyntaxException e) {
            return HIDDEN;
        }
    }

    /** What somebody else said, for example the server, without the secret parts of the address. */
    public String hide(String text) {
        String hidden = text.replace(url, shown());
        for (String secret : secrets()) {
            hidden = hidden.replace(secret, HIDDEN);
        }
        return hidden;
    }

    /** The longest first: one may be a part of another. */
    private Set<String> secrets() {
        Set<String> secrets = new LinkedHashSet<>();
        try {
            URI uri = new URI(url);
            Stream.of(
                            uri.getRawUserInfo(),
                            uri.getUserInfo(),
                            uri.getRawPath(),
                            uri.getPath(),
                            uri.getRawQuery(),
                            uri.getQuery())
                    .filter(part -> part != null && !part.isEmpty())
                    .flatMap(part -> Stream.concat(Stream.of(part), SEPARATORS.splitAsStream(part)))
                    .filter(part -> part.length() >= SHORTEST_SECRET)
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .forEach(secrets::add);
        } catch (URISyntaxException e) {
            secrets.add(url);
        }
        return secrets;
    }

    @Override
    public String toString() {
        return shown();
    }
}
