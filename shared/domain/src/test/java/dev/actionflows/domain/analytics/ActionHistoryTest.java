package dev.actionflows.domain.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

class ActionHistoryTest {
    private static final Instant MORNING = Instant.parse("2026-11-02T08:00:00Z");

    private final ProjectId project = Samples.projectId();
    private final FanId fan = Samples.fanId();

    private FanChange.Acted action(String event, TriggerType type, Instant at) {
        return new FanChange.Acted(
                project, fan, new EventId("api:" + event), type, Optional.empty(), at);
    }

    private FanChange.Acted keyword(String event, Instant at) {
        return action(event, TriggerType.SMS_KEYWORD, at);
    }

    private static Map<FunnelStage, Long> stages(FanChange.Acted... actions) {
        ActionHistory history = ActionHistory.NONE;
        for (FanChange.Acted action : actions) {
            history = history.with(action);
        }
        return history.stages();
    }

    @Test
    void who_has_done_nothing_is_at_no_stage() {
        assertThat(ActionHistory.NONE.stages()).isEmpty();
    }

    @Test
    void each_action_is_a_stage_and_each_event_counts_once() {
        assertThat(
                        stages(
                                keyword("1", MORNING),
                                keyword("1", MORNING),
                                action("2", TriggerType.SMS_OPTED_IN, MORNING)))
                .isEqualTo(
                        Map.of(
                                new FunnelStage.Actions(1), 1L,
                                new FunnelStage.Actions(2), 1L,
                                new FunnelStage.Did(TriggerType.SMS_KEYWORD.wireName()), 1L,
                                new FunnelStage.Did(TriggerType.SMS_OPTED_IN.wireName()), 1L));
    }

    @Test
    void who_acts_on_a_later_day_has_returned_even_if_that_is_known_first() {
        Instant nextDay = Instant.parse("2026-11-03T00:00:00Z");

        assertThat(stages(keyword("1", MORNING), keyword("2", nextDay.minusMillis(1))))
                .doesNotContainKey(new FunnelStage.Returned());
        assertThat(stages(keyword("1", MORNING), keyword("2", nextDay)))
                .containsEntry(new FunnelStage.Returned(), 1L);
        assertThat(stages(keyword("2", nextDay), keyword("1", MORNING)))
                .containsEntry(new FunnelStage.Returned(), 1L);
    }

    @Test
    void after_the_last_stage_further_actions_change_nothing() {
        ActionHistory history = ActionHistory.NONE;
        for (int event = 0; event < ActionHistory.MAX_ACTIONS; event++) {
            history =
                    history.with(
                            keyword(String.valueOf(event), MORNING.plus(Duration.ofDays(event))));
        }

        assertThat(history.with(keyword("more", MORNING.plus(Duration.ofDays(100)))))
                .isEqualTo(history);
        assertThat(history.stages())
                .containsEntry(new FunnelStage.Actions(ActionHistory.MAX_ACTIONS), 1L);
    }

    /** However the actions are divided among records, ordered and repeated. */
    @Test
    void the_stages_depend_only_on_what_was_done() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<FanChange.Acted> actions = new ArrayList<>();
            int number = random.nextInt(9);
            for (int i = 0; i < number; i++) {
                actions.add(
                        action(
                                String.valueOf(i),
                                random.nextBoolean()
                                        ? TriggerType.SMS_KEYWORD
                                        : TriggerType.EMAIL_OPTED_IN,
                                MORNING.plus(Duration.ofHours(random.nextInt(80)))));
            }
            ActionHistory all = ActionHistory.NONE;
            for (FanChange.Acted action : actions) {
                all = all.with(action);
            }
            List<FanChange.Acted> repeated = new ArrayList<>(actions);
            repeated.addAll(actions.subList(0, number / 2));
            Collections.shuffle(repeated, random);
            ActionHistory one = ActionHistory.NONE;
            ActionHistory other = ActionHistory.NONE;
            for (FanChange.Acted action : repeated) {
                if (random.nextBoolean()) {
                    one = one.with(action);
                } else {
                    other = other.with(action);
                }
            }

            assertThat(one.and(other).stages()).as("seed %d", seed).isEqualTo(all.stages());
            assertThat(other.and(one).stages()).as("seed %d", seed).isEqualTo(all.stages());
        }
    }
}
