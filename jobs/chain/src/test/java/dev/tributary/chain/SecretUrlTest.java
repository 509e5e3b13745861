package dev.tributary.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SecretUrlTest {
    private static final SecretUrl PROVIDER =
            new SecretUrl("https://operator:pass%20word@node.example:8443/v2/0123456789abcdef?token=fedcba98");

    @Test
    void onlySchemeHostAndPortAreShown() {
        assertThat(PROVIDER.shown()).isEqualTo("https://node.example:8443");
        assertThat(PROVIDER).hasToString("https://node.example:8443");
        assertThat(new SecretUrl("http://127.0.0.1").shown()).isEqualTo("http://127.0.0.1");
    }

    @Test
    void ofWhatIsNoAddressNothingIsShown() {
        assertThat(new SecretUrl("http://node.example/a key").shown()).isEqualTo("(not shown)");
        assertThat(new SecretUrl("http://node.example/a key").hide("no http://node.example/a key"))
                .isEqualTo("no (not shown)");
        assertThat(new SecretUrl("no-address").shown()).isEqualTo("(not shown)");
    }

    @Test
    void whatAServerSaysAboutTheAddressLosesItsSecrets() {
        assertThat(PROVIDER.hide("404 of " + PROVIDER.url())).isEqualTo("404 of https://node.example:8443");
        for (String echoed : new String[] {
            "Cannot POST /v2/0123456789abcdef",
            "project 0123456789abcdef is over its rate",
            "operator may not",
            "wrong: pass%20word",
            "wrong: pass word",
            "fedcba98 has expired",
            "?token=fedcba98"
        }) {
            assertThat(PROVIDER.hide(echoed))
                    .contains("(not shown)")
                    .doesNotContain("0123456789abcdef", "operator", "pass%20word", "pass word", "fedcba98");
        }
    }

    @Test
    void whatSaysNothingStaysAsItIs() {
        assertThat(PROVIDER.hide("nonce too low: v2")).isEqualTo("nonce too low: v2");
    }
}
