package dev.actionflows.domain.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.testing.EmbedWorld;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

/** Which addresses count as one client. */
class AddressHashTest {
    private final EmbedWorld embed = new EmbedWorld();
    private final AddressHash addresses = new AddressHash(embed.world.vault);

    private String hash(String address) {
        return addresses.of(embed.project(), Optional.of(address)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:db8:1:2::1, 2001:0DB8:0001:0002:0000:0000:0000:0001",
        "2001:db8::1, 2001:db8:0:0:9::",
        "2001:db8::, 2001:db8:0:0::7",
        "::1, 0:0:0:0:1:2:3:4",
        "203.0.113.7, ::ffff:203.0.113.7",
        "203.0.113.7, ::FFFF:cb00:7107"
    })
    void addresses_of_one_client_have_the_same_hash(String one, String same) {
        assertThat(hash(one)).isEqualTo(hash(same));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:3::1",
        "2001:db8::1, 2001:db8:1::1",
        "203.0.113.7, 203.0.113.8",
        "unknown, 203.0.113.7"
    })
    void addresses_of_different_clients_have_different_hashes(String one, String other) {
        assertThat(hash(one)).isNotEqualTo(hash(other));
    }

    @Test
    void an_address_is_hashed_and_a_missing_one_is_empty() {
        assertThat(hash("203.0.113.7")).matches("[0-9a-f]{32}");
        assertThat(addresses.of(embed.project(), Optional.empty())).isEmpty();
    }
}
