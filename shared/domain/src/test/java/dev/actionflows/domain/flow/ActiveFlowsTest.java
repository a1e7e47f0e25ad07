package dev.actionflows.domain.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

class ActiveFlowsTest {
    private final FlowId one = Samples.flowId();
    private final FlowId other = Samples.flowId();

    private static ActiveFlows.Listening to(String scope) {
        return new ActiveFlows.Listening(TriggerType.RELEASE_SAVED, scope);
    }

    @Test
    void a_flow_may_listen_to_its_own_scope_only() {
        ActiveFlows active = new ActiveFlows(Set.of(one), 0, Map.of(one, to("rel_1")));

        assertThat(active.mayListenTo(TriggerType.RELEASE_SAVED, "rel_1")).isTrue();
        assertThat(active.mayListenTo(TriggerType.RELEASE_SAVED, "rel_2")).isFalse();
        assertThat(active.mayListenTo(TriggerType.RELEASE_PRESAVED, "rel_1")).isFalse();
        assertThat(active.mayListenTo(TriggerType.RELEASE_SAVED)).isTrue();
        assertThat(active.mayListenTo(TriggerType.RELEASE_PRESAVED)).isFalse();
    }

    @Test
    void a_flow_that_counts_every_scope_may_listen_to_any() {
        ActiveFlows active = new ActiveFlows(Set.of(one), 0, Map.of(one, to(TriggerScope.ANY)));

        assertThat(active.mayListenTo(TriggerType.RELEASE_SAVED, "rel_2")).isTrue();
        assertThat(active.mayListenTo(TriggerType.RELEASE_PRESAVED, "rel_2")).isFalse();
    }

    @Test
    void a_flow_whose_trigger_is_not_known_may_listen_to_anything() {
        ActiveFlows active = new ActiveFlows(Set.of(one, other), 0, Map.of(one, to("rel_1")));

        assertThat(active.mayListenTo(TriggerType.SEGMENT_ENTERED, "seg_1")).isTrue();
        assertThat(active.mayListenTo(TriggerType.SEGMENT_ENTERED)).isTrue();
    }

    /** Of a flow that is not active any more. */
    @Test
    void what_is_left_of_an_inactive_flow_does_not_count() {
        ActiveFlows active =
                new ActiveFlows(Set.of(one), 0, Map.of(one, to("rel_1"), other, to("rel_2")));

        assertThat(active.mayListenTo(TriggerType.RELEASE_SAVED, "rel_2")).isFalse();
        assertThat(ActiveFlows.none().mayListenTo(TriggerType.RELEASE_SAVED)).isFalse();
    }
}
