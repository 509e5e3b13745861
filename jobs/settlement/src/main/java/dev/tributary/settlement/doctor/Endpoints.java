package dev.tributary.settlement.doctor;

import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.config.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ports of the services that the configuration names: whether anything listens there. */
final class Endpoints {
    static final String DATABASE = "database.url";
    static final String CHAIN = "chain.rpc-url";
    static final String KAFKA = RoyaltyJobConfig.BOOTSTRAP_SERVERS;
    private static final String SIGNER = "submitter.remote-url";
    private static final List<String> KEYS = List.of(DATABASE, KAFKA, CHAIN, SIGNER);
    /** Their addresses may hold an access key, so a file may hold them. */
    private static final Set<String> SECRET = Set.of(CHAIN, SIGNER);

    private static final int PATIENCE_MILLIS = 3_000;

    private record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    private final Settings settings;
    private final Map<String, Boolean> answering = new HashMap<>();

    Endpoints(Settings settings) {
        this.settings = settings;
    }

    void check(Checkup checkup) {
        for (String key : KEYS) {
            if (!isSet(key)) {
                checkup.skip("ports of " + key, "'" + key + "' is not set here");
                continue;
            }
            List<Endpoint> endpoints = new ArrayList<>();
            if (checkup.check("ports of " + key, () -> describe(key, endpoints))) {
                answering.put(key, true);
            } else {
                // One of several that is away leaves something to look at.
                answering.put(key, endpoints.stream().anyMatch(endpoint -> refusal(endpoint)
                        .isEmpty()));
            }
        }
    }

    /** Whether at least one of the addresses of a key answered. */
    boolean answers(String key) {
        return answering.getOrDefault(key, false);
    }

    private boolean isSet(String key) {
        return SECRET.contains(key) ? settings.hasAddress(key) : settings.has(key);
    }

    private String describe(String key, List<Endpoint> endpoints) {
        List<String> addresses = SECRET.contains(key) ? settings.addresses(key) : settings.list(key);
        addresses.forEach(address -> endpoints.add(endpoint(key, address)));
        for (Endpoint endpoint : endpoints) {
            String refusal = refusal(endpoint);
            if (!refusal.isEmpty()) {
                throw new Finding("nothing answers at " + endpoint + " (" + refusal + "). Start it, let the network"
                        + " through, or correct `" + key + "`.");
            }
        }
        return endpoints + " listening";
    }

    /** Without what follows the host: the path of a provider's address is often its access key. */
    private static Endpoint endpoint(String key, String address) {
        String url = key.equals(KAFKA) ? "kafka://" + address : address.replaceFirst("^jdbc:", "");
        try {
            URI uri = new URI(url);
            if (uri.getHost() == null) {
                throw new Finding("`" + key + "` names no host. Write it as in docs/operations.md.");
            }
            return new Endpoint(uri.getHost(), uri.getPort() > 0 ? uri.getPort() : usualPort(uri.getScheme()));
        } catch (URISyntaxException e) {
            throw new Finding("`" + key + "` is not an address. Write it as in docs/operations.md.");
        }
    }

    private static int usualPort(String scheme) {
        return switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            case "postgresql" -> 5_432;
            default -> 9_092;
        };
    }

    private static String refusal(Endpoint endpoint) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), PATIENCE_MILLIS);
            return "";
        } catch (IOException e) {
            return e instanceof UnknownHostException ? "unknown host" : String.valueOf(e.getMessage());
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
