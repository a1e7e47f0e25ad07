package dev.actionflows.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InstagramEventIdTest {
    @Test
    void the_id_of_a_comment_can_be_read_from_its_event() {
        assertThat(InstagramEventId.commentOf(InstagramEventId.ofComment("17865799348089039")))
                .contains("17865799348089039");
    }

    @Test
    void a_hashed_id_cannot_be_read() {
        assertThat(InstagramEventId.commentOf(InstagramEventId.ofComment("1/2"))).isEmpty();
        assertThat(InstagramEventId.commentOf(InstagramEventId.ofComment("1".repeat(191))))
                .isEmpty();
    }

    @Test
    void other_events_are_no_comments() {
        assertThat(InstagramEventId.commentOf(InstagramEventId.ofMessage("17865799348089039")))
                .isEmpty();
        assertThat(InstagramEventId.commentOf(new EventId("sms:SM1"))).isEmpty();
    }
}
