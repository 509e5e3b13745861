package dev.tributary.pipelines.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one program: a Java properties file with the environment on top. A job's configuration record reads its
 * fields from here and validates them.
 *
 * <p>Key {@code kafka.bootstrap-servers} is overridden by {@code TRIBUTARY_KAFKA_BOOTSTRAP_SERVERS}. A key of the file
 * that the program does not know is an error. The environment may hold settings of other programs, so only known keys are
 * looked up there. Secrets are never values: a key that ends in {@code -file} names the file that holds one.
 */
public final class Settings {
    private static final String ENVIRONMENT_PREFIX = "TRIBUTARY_";
    private static final String SECRET_SUFFIX = "-file";

    private final Map<String, String> values;
    private final Set<String> known;

    private Settings(Map<String, String> values, Set<String> known) {
        this.values = values;
        this.known = known;
    }

    /**
     * Reads {@code --config FILE} (optional: without it everything comes from the environment and defaults).
     *
     * @throws SettingsException on any other argument, an unreadable file or a key outside {@code known}
     */
    public static Settings fromArguments(String[] arguments, Map<String, String> environment, Set<String> known) {
        if (arguments.length == 0) {
            return of(Map.of(), environment, known);
        }
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            throw new SettingsException(
                    "CONFIG_USAGE", "arguments are " + Arrays.toString(arguments) + "; use --config FILE.");
        }
        return load(Path.of(arguments[1]), environment, known);
    }

    /** Reads a properties file in UTF-8. */
    public static Settings load(Path file, Map<String, String> environment, Set<String> known) {
        return parse(read(file, "the configuration file"), environment, known);
    }

    static Settings parse(String text, Map<String, String> environment, Set<String> known) {
        Properties properties = new Properties();
        try (Reader reader = new StringReader(text)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("CONFIG_UNREADABLE", "not a properties file: " + e.getMessage() + ".");
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return of(values, environment, known);
    }

    /** The same rules for values already in memory, for programs that start a job in their own process. */
    public static Settings of(Map<String, String> values, Map<String, String> environment, Set<String> known) {
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new SettingsException(
                    "CONFIG_UNKNOWN_KEY",
                    "unknown " + unknown + "; known are " + new TreeSet<>(known) + ". Remove or rename the key.");
        }
        Map<String, String> merged = new TreeMap<>(values);
        for (String key : known) {
            String override = environment.get(environmentName(key));
            if (override != null) {
                merged.put(key, override);
            }
        }
        merged.replaceAll((key, value) -> value.strip());
        merged.values().removeIf(String::isEmpty);
        return new Settings(merged, Set.copyOf(known));
    }

    /** The environment variable that overrides a key. */
    public static String environmentName(String key) {
        return ENVIRONMENT_PREFIX
                + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Whether the key has a value; an empty one counts as none. */
    public boolean has(String key) {
        return lookUp(key) != null;
    }

    public String text(String key) {
        String value = lookUp(key);
        if (value == null) {
            throw SettingsException.missing(key);
        }
        return value;
    }

    public String text(String key, String fallback) {
        String value = lookUp(key);
        return value == null ? fallback : value;
    }

    /** The comma-separated values of a key, without surrounding spaces and empty ones. */
    public List<String> list(String key) {
        return Arrays.stream(text(key).split(",", -1))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    public long wholeNumber(String key) {
        String value = text(key);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw SettingsException.invalid(key, value, "a whole number");
        }
    }

    public long wholeNumber(String key, long fallback) {
        return has(key) ? wholeNumber(key) : fallback;
    }

    /** A whole number of int size. */
    public int smallNumber(String key, int fallback) {
        return small(key, wholeNumber(key, fallback));
    }

    /** A whole number of at most 32 bits that must be given. */
    public int smallNumber(String key) {
        return small(key, wholeNumber(key));
    }

    private static int small(String key, long value) {
        if (value != (int) value) {
            throw SettingsException.invalid(key, Long.toString(value), "a whole number of at most 32 bits");
        }
        return (int) value;
    }

    /** Milliseconds of a duration such as {@code 1h30m}. */
    public long durationMillis(String key) {
        String value = text(key);
        try {
            return Durations.parseMillis(value);
        } catch (IllegalArgumentException e) {
            throw SettingsException.invalid(key, value, "a duration such as 1h30m or 500ms (units: ms s m h d)");
        }
    }

    public long durationMillis(String key, long fallbackMillis) {
        return has(key) ? durationMillis(key) : fallbackMillis;
    }

    public boolean flag(String key, boolean fallback) {
        String value = text(key, Boolean.toString(fallback));
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw SettingsException.invalid(key, value, "true or false");
        };
    }

    /** The content of the file that a {@code …-file} key names, without white space around it. */
    public String secret(String key) {
        if (!key.endsWith(SECRET_SUFFIX)) {
            throw new IllegalArgumentException("a secret's key names a file and ends in -file: " + key);
        }
        return read(Path.of(text(key)), "the file of '" + key + "'").strip();
    }

    /** Whether the key or its {@code -file} has a value. */
    public boolean hasAddress(String key) {
        return has(key) || has(key + SECRET_SUFFIX);
    }

    /**
     * An address that may hold an access key: the value of the key itself, or the content of the file that
     * {@code KEY-file} names.
     *
     * @throws SettingsException when both are given, or neither
     */
    public String address(String key) {
        String file = key + SECRET_SUFFIX;
        if (!has(file)) {
            if (!has(key)) {
                throw SettingsException.missing(key, file);
            }
            return text(key);
        }
        if (has(key)) {
            throw SettingsException.invalid(
                    file, text(file), "nothing while '" + key + "' is set: one address, one place");
        }
        String address = secret(file);
        if (address.isEmpty()) {
            throw SettingsException.invalid(file, text(file), "a file that holds the address; it is empty");
        }
        return address;
    }

    /** The comma-separated addresses of a key or of the file that {@code KEY-file} names. */
    public List<String> addresses(String key) {
        return Arrays.stream(address(key).split("[,\\s]+", -1))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private @Nullable String lookUp(String key) {
        if (!known.contains(key)) {
            throw new IllegalArgumentException("the program reads a key that it does not declare: " + key);
        }
        return values.get(key);
    }

    private static String read(Path file, String role) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SettingsException(
                    "CONFIG_UNREADABLE", "cannot read " + role + ", " + file + " (" + e + "). Check path and rights.");
        }
    }
}
