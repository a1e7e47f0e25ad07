package dev.actionflows.domain.messaging;

import static dev.actionflows.domain.messaging.ReservedWords.Meaning.HELP;
import static dev.actionflows.domain.messaging.ReservedWords.Meaning.NONE;
import static dev.actionflows.domain.messaging.ReservedWords.Meaning.START;
import static dev.actionflows.domain.messaging.ReservedWords.Meaning.STOP;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class ReservedWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                "stop",
                " Stop. ",
                "STOP!!!",
                "stop please",
                "Please stop texting me",
                "stop stop",
                "opt out",
                "Opt-Out",
                "please opt out",
                "UNSUBSCRIBE",
                "unsubscribe me from this",
                "StopAll",
                "stop all",
                "end",
                "quit",
                "cancel",
                "revoke",
                "remove me",
                "ARRÊT",
                "TD",
                "no más",
                "no mas por favor",
                "STOP PRESAVE",
                "Stop spamming me",
                "unsubscribe me from this list",
                "cancel my subscription",
                "stop texting my phone",
                "stop start",
            })
    void a_stop_in_any_reasonable_wording_stops(String text) {
        assertThat(ReservedWords.meaningOf(text)).isEqualTo(STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "unstop", "Yes", "start please"})
    void start_words_start(String text) {
        assertThat(ReservedWords.meaningOf(text)).isEqualTo(START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELP", "help!", "info", "AIDE"})
    void help_words_ask_for_help(String text) {
        assertThat(ReservedWords.meaningOf(text)).isEqualTo(HELP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "presave",
                "stopmotion",
                "nonstop",
                "weekend",
                "cancel my pre-save",
                "please",
                "",
            })
    void other_texts_have_no_meaning_of_their_own(String text) {
        assertThat(ReservedWords.meaningOf(text)).isEqualTo(NONE);
    }

    @Test
    void what_the_provider_recognised_comes_first() {
        assertThat(ReservedWords.meaningOf("basta", Optional.of("STOP"))).isEqualTo(STOP);
        assertThat(ReservedWords.meaningOf("basta", Optional.of("START"))).isEqualTo(START);
        assertThat(ReservedWords.meaningOf("basta", Optional.of("HELP"))).isEqualTo(HELP);
        assertThat(ReservedWords.meaningOf("stop", Optional.of("NEW"))).isEqualTo(STOP);
    }
}
