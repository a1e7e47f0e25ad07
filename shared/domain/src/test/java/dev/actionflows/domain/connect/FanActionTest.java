package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

class FanActionTest {
    private static final Optional<String> RELEASE = Optional.of("rel_0000000000000001");
    private static final Optional<String> ARTIST = Optional.of("art_0000000000000001");

    @ParameterizedTest
    @CsvSource({
        "presave, low-tide?done=presave",
        "add_to_library, low-tide?done=add-to-library",
        "follow, low-tide?done=follow",
        "next_save, low-tide?done=next-save"
    })
    void a_page_is_told_what_was_done_on_it(String name, String address) {
        FanAction action = FanAction.of(name, RELEASE, ARTIST).orElseThrow();
        assertThat(action.doneOn("low-tide")).isEqualTo(address);
    }
}
