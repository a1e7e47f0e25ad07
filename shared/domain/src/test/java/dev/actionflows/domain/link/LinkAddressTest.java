package dev.actionflows.domain.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.IntStream;

class LinkAddressTest {
    private static final LinkCode CODE =
            LinkCode.of("prj_7zqk3v9m2c4x8b1d-run_00000000000000000000000000-3");

    @ParameterizedTest
    @EnumSource
    void an_address_is_read_as_it_was_written(LinkTarget target) {
        LinkAddress address = new LinkAddress(CODE, target);

        assertThat(address.text()).matches("[0-9A-Za-z]{13}").hasSize(LinkAddress.LENGTH);
        assertThat(LinkAddress.parse(address.text())).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "r",
                "0123456789AB",
                "0123456789ABx",
                "0123456789ABrr",
                "0123456789-Br",
                "0123456789äBr",
                "0123456789A r",
                "0123456789ABR"
            })
    void what_was_not_written_as_an_address_is_none(String text) {
        assertThat(LinkAddress.parse(text)).isEmpty();
    }

    /** Addresses that were sent stay valid: the derivation must never change. */
    @Test
    void the_code_of_a_message_is_always_the_same() {
        assertThat(CODE.value()).isEqualTo("vVhEs1nQbL4V");
    }

    @Test
    void each_message_has_a_code_of_its_own() {
        assertThat(IntStream.range(0, 10_000).mapToObj(i -> LinkCode.of("message-" + i)).distinct())
                .hasSize(10_000);
    }
}
