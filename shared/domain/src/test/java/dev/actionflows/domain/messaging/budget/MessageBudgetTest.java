package dev.actionflows.domain.messaging.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.limits.CapUse;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.FrequencyCap;
import dev.actionflows.domain.messaging.limits.MessageLimits;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

class MessageBudgetTest {
    private static final Instant NOW = Instant.parse("2026-11-30T23:59:59Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final InMemoryFanStore fans = new InMemoryFanStore();
    private final CountingStore store = new CountingStore(new InMemoryMessageBudgetStore(fans));
    private final MessageBudget budget = new MessageBudget(store);
    private final ProjectId project = Samples.projectId();

    /** Counts the attempts to write each shard. */
    private record CountingStore(MessageBudgetStore others, Map<Integer, Integer> writes)
            implements MessageBudgetStore {
        CountingStore(MessageBudgetStore others) {
            this(others, new HashMap<>());
        }

        @Override
        public long[] used(ProjectId project, String pool) {
            return others.used(project, pool);
        }

        @Override
        public Outcome take(MessageTake take) {
            synchronized (writes) {
                take.credits().forEach(it -> writes.merge(it.shard(), 1, Integer::sum));
            }
            return others.take(take);
        }

        @Override
        public Optional<LinkClaim.Holder> linkHolder(ProjectId project, LinkClaim claim) {
            return others.linkHolder(project, claim);
        }

        @Override
        public void giveBack(MessageTake take) {
            others.giveBack(take);
        }
    }

    private Fan fan() {
        FanIdentity phone = Samples.phone();
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);
        fans.recordConsent(
                project,
                phone.identity(),
                new ConsentChange(ConsentChange.Kind.KEYWORD, "keyword", NOW));
        return fan;
    }

    private MessageBudget.Request request(
            Fan fan, String step, int credits, MessageLimits limits, Instant now) {
        return new MessageBudget.Request(
                project,
                step,
                fan.of(Identity.Kind.PHONE).getFirst(),
                fans.check(project, fan, Identity.Kind.PHONE),
                Channel.TEXT,
                credits,
                limits,
                now);
    }

    private MessageBudget.Decision take(
            Fan fan, String step, int credits, MessageLimits limits, Instant now) {
        return budget.take(request(fan, step, credits, limits, now));
    }

    private static MessageLimits caps(FrequencyCap... caps) {
        return MessageLimits.none().withCaps(List.of(caps));
    }

    private static MessageLimits monthly(long credits) {
        return credits(OptionalLong.empty(), OptionalLong.of(credits), WhenUsedUp.STOP);
    }

    private static MessageLimits credits(
            OptionalLong granted, OptionalLong monthly, WhenUsedUp whenUsedUp) {
        return MessageLimits.none()
                .withCredits(new CreditLimits(granted, monthly, whenUsedUp, Optional.empty()));
    }

    private static boolean isPermitted(MessageBudget.Decision decision) {
        return decision instanceof MessageBudget.Decision.Permitted;
    }

    @Test
    void without_limits_nothing_is_stored() {
        assertThat(take(fan(), "run.0", 3, MessageLimits.none(), NOW))
                .isEqualTo(new MessageBudget.Decision.Permitted(List.of(), Optional.empty()));
        assertThat(store.writes).isEmpty();
    }

    @Test
    void a_cap_permits_the_next_message_when_the_oldest_leaves_its_period() {
        Fan fan = fan();
        FrequencyCap cap = new FrequencyCap(Channel.TEXT, 2, TimeSpan.of(DAY));

        assertThat(take(fan, "a.0", 0, caps(cap), NOW))
                .isInstanceOfSatisfying(
                        MessageBudget.Decision.Permitted.class,
                        it -> assertThat(it.caps()).containsExactly(new CapUse(cap, 1)));
        assertThat(take(fan, "b.0", 0, caps(cap), NOW.plusSeconds(10)))
                .isInstanceOfSatisfying(
                        MessageBudget.Decision.Permitted.class,
                        it -> assertThat(it.caps()).containsExactly(new CapUse(cap, 2)));
        assertThat(take(fan, "c.0", 0, caps(cap), NOW.plusSeconds(20)))
                .isEqualTo(new MessageBudget.Decision.Capped(NOW.plus(DAY)));
        assertThat(isPermitted(take(fan, "c.0", 0, caps(cap), NOW.plus(DAY)))).isTrue();
        assertThat(take(fan, "d.0", 0, caps(cap), NOW.plus(DAY)))
                .isEqualTo(new MessageBudget.Decision.Capped(NOW.plus(DAY).plusSeconds(10)));
    }

    @Test
    void the_strictest_of_several_caps_counts_and_other_channels_do_not() {
        Fan fan = fan();
        MessageLimits limits =
                caps(
                        new FrequencyCap(Channel.TEXT, 1, TimeSpan.of(DAY)),
                        new FrequencyCap(Channel.TEXT, 1, TimeSpan.of(DAY.multipliedBy(7))),
                        new FrequencyCap(Channel.EMAIL, 1, TimeSpan.of(DAY.multipliedBy(30))));

        assertThat(isPermitted(take(fan, "a.0", 0, limits, NOW))).isTrue();
        assertThat(take(fan, "b.0", 0, limits, NOW.plus(DAY)))
                .isEqualTo(new MessageBudget.Decision.Capped(NOW.plus(DAY.multipliedBy(7))));
    }

    @Test
    void a_step_that_takes_again_counts_once() {
        Fan fan = fan();
        MessageLimits limits = caps(new FrequencyCap(Channel.TEXT, 1, TimeSpan.of(DAY)));

        assertThat(isPermitted(take(fan, "a.0", 0, limits, NOW))).isTrue();
        assertThat(isPermitted(take(fan, "a.0", 0, limits, NOW.plusSeconds(5)))).isTrue();
        assertThat(fans.check(project, fan, Identity.Kind.PHONE).sent()).hasSize(1);
    }

    @Test
    void a_rejected_message_does_not_count() {
        Fan fan = fan();
        MessageLimits limits =
                new MessageLimits(
                        List.of(new FrequencyCap(Channel.TEXT, 1, TimeSpan.of(DAY))),
                        monthly(2).credits());
        MessageBudget.Decision first = take(fan, "a.0", 2, limits, NOW);
        budget.giveBack(((MessageBudget.Decision.Permitted) first).taken().orElseThrow());

        assertThat(isPermitted(take(fan, "b.0", 2, limits, NOW))).isTrue();
    }

    @Test
    void of_a_thousand_concurrent_texts_a_limit_of_a_hundred_permits_a_hundred() {
        List<Fan> recipients = IntStream.range(0, 1000).mapToObj(_ -> fan()).toList();

        List<MessageBudget.Decision> decisions =
                Together.run(
                                20,
                                thread ->
                                        IntStream.range(0, 50)
                                                .mapToObj(
                                                        it ->
                                                                take(
                                                                        recipients.get(
                                                                                thread * 50 + it),
                                                                        "run" + thread + "." + it,
                                                                        1,
                                                                        monthly(100),
                                                                        NOW))
                                                .toList())
                        .stream()
                        .flatMap(List::stream)
                        .toList();

        assertThat(decisions).filteredOn(MessageBudgetTest::isPermitted).hasSize(100);
        assertThat(used("2026-11")).isEqualTo(100);
        assertThat(store.writes.values()).allMatch(it -> it < 100);
    }

    private long used(String pool) {
        return Arrays.stream(store.used(project, pool)).sum();
    }

    /** Far from the limit, and up to it. */
    @ParameterizedTest
    @CsvSource({"1000000, 5000", "20000, 5000", "5000, 5000", "1000, 1000"})
    void at_five_thousand_texts_a_second_no_item_is_written_more_than_a_hundred_times(
            long limit, int permitted) {
        Fan fan = fan();

        long count =
                IntStream.range(0, 5000)
                        .mapToObj(it -> take(fan, Samples.nonce() + ".0", 1, monthly(limit), NOW))
                        .filter(MessageBudgetTest::isPermitted)
                        .count();

        assertThat(count).isEqualTo(permitted);
        assertThat(store.writes.values()).allMatch(it -> it <= 100);
    }

    /** Shares smaller than a message must not keep the project from using all of its credits. */
    @ParameterizedTest
    @CsvSource({"100, 7", "101, 10", "250, 3", "1000, 12", "5, 5"})
    void a_limit_is_used_up_to_its_last_message(long limit, int credits) {
        Fan fan = fan();

        long count =
                IntStream.range(0, 1000)
                        .mapToObj(it -> take(fan, "run." + it, credits, monthly(limit), NOW))
                        .filter(MessageBudgetTest::isPermitted)
                        .count();

        assertThat(count).isEqualTo(limit / credits);
    }

    @Test
    void credits_of_a_month_and_of_all_time_are_taken_together() {
        Fan fan = fan();
        MessageLimits limits = credits(OptionalLong.of(5), OptionalLong.of(3), WhenUsedUp.STOP);

        assertThat(isPermitted(take(fan, "a.0", 3, limits, NOW))).isTrue();
        assertThat(take(fan, "b.0", 1, limits, NOW))
                .isEqualTo(new MessageBudget.Decision.NoCredits(true));
        Instant december = NOW.plusSeconds(1);
        assertThat(isPermitted(take(fan, "b.0", 2, limits, december))).isTrue();
        assertThat(take(fan, "c.0", 1, limits, december))
                .isEqualTo(new MessageBudget.Decision.NoCredits(false));
        assertThat(used("2026-11")).isEqualTo(3);
        assertThat(used("2026-12")).isEqualTo(2);
        assertThat(used(CreditPool.ALL_TIME)).isEqualTo(5);
    }

    @Test
    void a_lower_or_higher_limit_counts_what_was_used_before() {
        Fan fan = fan();
        IntStream.range(0, 300).forEach(it -> take(fan, "a." + it, 1, monthly(400), NOW));

        assertThat(isPermitted(take(fan, "b.0", 1, monthly(300), NOW))).isFalse();
        assertThat(isPermitted(take(fan, "b.0", 1, monthly(200), NOW))).isFalse();
        assertThat(
                        IntStream.range(0, 100)
                                .filter(
                                        it ->
                                                isPermitted(
                                                        take(fan, "c." + it, 1, monthly(350), NOW)))
                                .count())
                .isEqualTo(50);
    }

    @Test
    void a_project_may_go_on_and_its_use_is_counted() {
        Fan fan = fan();
        MessageLimits limits = credits(OptionalLong.of(2), OptionalLong.of(1), WhenUsedUp.CONTINUE);

        assertThat(isPermitted(take(fan, "a.0", 5, limits, NOW))).isTrue();
        assertThat(isPermitted(take(fan, "b.0", 5, limits, NOW))).isTrue();
        assertThat(used(CreditPool.ALL_TIME)).isEqualTo(10);
        assertThat(used("2026-11")).isEqualTo(10);
    }

    @Test
    void a_message_that_costs_nothing_needs_no_credits() {
        assertThat(isPermitted(take(fan(), "a.0", 0, monthly(0), NOW))).isTrue();
        assertThat(take(fan(), "b.0", 1, monthly(0), NOW))
                .isEqualTo(new MessageBudget.Decision.NoCredits(true));
    }
}
