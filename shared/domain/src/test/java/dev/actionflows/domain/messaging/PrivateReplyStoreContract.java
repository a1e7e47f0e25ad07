package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.time.Instant;

/** The contract of {@link PrivateReplyStore} implementations. */
public abstract class PrivateReplyStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
    private static final String COMMENT = "17865799348089039";

    private final PrivateReplyStore replies;
    private final ProjectId project = Samples.projectId();

    protected PrivateReplyStoreContract(PrivateReplyStore replies) {
        this.replies = replies;
    }

    @Test
    void the_first_holder_gets_the_reply_and_keeps_it() {
        assertThat(replies.claim(project, COMMENT, "run-1.0", NOW)).isTrue();

        assertThat(replies.claim(project, COMMENT, "run-2.0", NOW)).isFalse();
        assertThat(replies.claim(project, COMMENT, "run-1.1", NOW)).isFalse();
        assertThat(replies.claim(project, COMMENT, "run-1.0", NOW.plusSeconds(60))).isTrue();
    }

    @Test
    void each_comment_of_each_project_has_a_reply_of_its_own() {
        replies.claim(project, COMMENT, "run-1.0", NOW);

        assertThat(replies.claim(project, COMMENT + "1", "run-2.0", NOW)).isTrue();
        assertThat(replies.claim(Samples.projectId(), COMMENT, "run-2.0", NOW)).isTrue();
    }

    @RepeatedTest(3)
    void one_of_many_concurrent_holders_gets_the_reply() {
        assertThat(Together.run(8, number -> replies.claim(project, COMMENT, "run-" + number, NOW)))
                .containsOnlyOnce(true);
    }
}
