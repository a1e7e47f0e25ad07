package dev.actionflows.domain.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.embed.EventIdStore.Taken;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The contract of {@link EventIdStore} implementations. */
public abstract class EventIdStoreContract {
    private static final EventId ID = new EventId("api:order-1");

    private final EventIdStore ids;
    private final ProjectId project = Samples.projectId();

    protected EventIdStoreContract(EventIdStore ids) {
        this.ids = ids;
    }

    private Taken take(String content) {
        return ids.take(project, ID, content, Samples.NOW);
    }

    @Test
    void an_id_belongs_to_the_first_event_that_claims_it() {
        assertThat(take("one")).isEqualTo(Taken.NOW);
        assertThat(take("one")).isEqualTo(Taken.BEFORE);
        assertThat(take("other")).isEqualTo(Taken.BY_ANOTHER);
        assertThat(take("one")).isEqualTo(Taken.BEFORE);
    }

    @Test
    void other_ids_and_other_projects_are_unaffected() {
        take("one");

        assertThat(ids.take(project, new EventId("api:order-2"), "other", Samples.NOW))
                .isEqualTo(Taken.NOW);
        assertThat(ids.take(Samples.projectId(), ID, "other", Samples.NOW)).isEqualTo(Taken.NOW);
    }

    @Test
    void only_one_of_several_concurrent_events_claims_the_id() {
        List<Taken> taken = Together.run(4, number -> take("content " + number));

        assertThat(taken).containsOnlyOnce(Taken.NOW);
        assertThat(taken.stream().filter(Taken.BY_ANOTHER::equals)).hasSize(3);
    }
}
