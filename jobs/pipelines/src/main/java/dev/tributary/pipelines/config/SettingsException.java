package dev.tributary.pipelines.config;

/** A configuration that cannot be used; the message starts with a stable code and ends with what mends it. */
public final class SettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String code;

    SettingsException(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    /** {@code CONFIG_INVALID_VALUE}: the value of a key is not what the program can work with. */
    public static SettingsException invalid(String key, String value, String expected) {
        return new SettingsException(
                "CONFIG_INVALID_VALUE",
                "'" + key + "' is '" + value + "'; expected " + expected + ". Set it in the configuration file or as "
                        + Settings.environmentName(key) + ".");
    }

    static SettingsException missing(String key) {
        return new SettingsException(
                "CONFIG_MISSING_KEY",
                "'" + key + "' has no value and no default. Set it in the configuration file or as "
                        + Settings.environmentName(key) + ".");
    }

    /** @param file the key of a file that would do instead */
    static SettingsException missing(String key, String file) {
        return new SettingsException(
                "CONFIG_MISSING_KEY",
                "neither '" + key + "' nor '" + file + "' has a value. Set one of them in the configuration file or as "
                        + Settings.environmentName(key) + "; the second names a file that holds the value.");
    }

    /** One of the {@code CONFIG_…} codes. */
    public String code() {
        return code;
    }
}
