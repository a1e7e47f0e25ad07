package dev.actionflows.domain.messaging.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.SentMessage;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The contract of {@link MessageBudgetStore} implementations. */
public abstract class MessageBudgetStoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final String POOL = "2026-11";

    private final Stores stores;
    private final MessageBudgetStore budgets;
    private final ProjectId project = Samples.projectId();
    private final FanIdentity phone = Samples.phone();
    private final FanIdentity instagram = Samples.instagram();

    protected MessageBudgetStoreContract(Stores stores) {
        this.stores = stores;
        this.budgets = stores.messageBudgets();
    }

    @BeforeEach
    void createFan() {
        Fan first = stores.fans().findOrCreate(project, phone, Samples.fanId(), NOW);
        stores.fans().attach(project, first, instagram);
        consent(phone, ConsentChange.Kind.KEYWORD, 1);
    }

    private Fan fan() {
        return stores.fans().findOrCreate(project, phone, Samples.fanId(), NOW);
    }

    private boolean consent(FanIdentity address, ConsentChange.Kind kind, int seconds) {
        return stores.consents()
                .recordConsent(
                        project,
                        address.identity(),
                        new ConsentChange(kind, "message" + seconds, NOW.plusSeconds(seconds)));
    }

    private ConsentStore.Checked checked() {
        return stores.consents().check(project, fan(), Identity.Kind.PHONE);
    }

    private static SentMessage message(String step) {
        return new SentMessage(step, Instant.ofEpochMilli(NOW.toEpochMilli()));
    }

    private MessageTake take(ConsentStore.Checked checked, String step, ShardTake... credits) {
        List<SentMessage> before = checked.sentTo(phone.identity());
        List<SentMessage> after = new java.util.ArrayList<>(before);
        after.add(message(step));
        return new MessageTake(
                project,
                checked,
                Optional.of(
                        new MessageTake.SentChange(phone.identity(), before, after, message(step))),
                List.of(credits));
    }

    private MessageTake creditsOnly(ShardTake... credits) {
        return new MessageTake(project, checked(), Optional.empty(), List.of(credits));
    }

    private long used() {
        return Arrays.stream(budgets.used(project, POOL)).sum();
    }

    @Test
    void a_message_is_recorded_with_its_address() {
        assertThat(budgets.take(take(checked(), "run.0"))).isEqualTo(taken());
        assertThat(budgets.take(take(checked(), "run.1"))).isEqualTo(taken());

        assertThat(checked().sent()).containsExactlyInAnyOrder(message("run.0"), message("run.1"));
        assertThat(stores.consents().check(project, fan(), Identity.Kind.INSTAGRAM).sent())
                .isEmpty();
    }

    private static MessageBudgetStore.Outcome taken() {
        return MessageBudgetStore.Outcome.TAKEN;
    }

    @Test
    void of_twenty_concurrent_messages_to_a_fan_one_is_taken_and_the_others_see_a_change() {
        ConsentStore.Checked checked = checked();

        List<MessageBudgetStore.Outcome> outcomes =
                Together.run(20, thread -> budgets.take(take(checked, "run." + thread)));

        assertThat(outcomes).containsOnlyOnce(taken());
        assertThat(outcomes)
                .filteredOn(it -> it != taken())
                .containsOnly(MessageBudgetStore.Outcome.CHANGED);
        assertThat(checked().sent()).hasSize(1);
    }

    @Test
    void a_message_to_another_address_of_the_fan_is_a_change() {
        FanIdentity second = Samples.phone();
        stores.fans().attach(project, fan(), second);
        ConsentStore.Checked checked = checked();
        SentMessage message = message("run.1");
        MessageTake toSecond =
                new MessageTake(
                        project,
                        checked,
                        Optional.of(
                                new MessageTake.SentChange(
                                        second.identity(), List.of(), List.of(message), message)),
                        List.of());

        assertThat(budgets.take(toSecond)).isEqualTo(taken());
        assertThat(budgets.take(take(checked, "run.0")))
                .isEqualTo(MessageBudgetStore.Outcome.CHANGED);
        assertThat(checked().sent()).containsExactly(message);
    }

    @Test
    void nothing_is_taken_after_a_stop_on_any_channel() {
        ConsentStore.Checked before = checked();
        consent(phone, ConsentChange.Kind.STOP, 2);
        assertThat(budgets.take(take(before, "run.0", credits(0, 1, 10))))
                .isEqualTo(MessageBudgetStore.Outcome.CHANGED);

        consent(phone, ConsentChange.Kind.START, 3);
        ConsentStore.Checked resumed = checked();
        consent(instagram, ConsentChange.Kind.STOP, 4);
        assertThat(budgets.take(take(resumed, "run.0", credits(0, 1, 10))))
                .isEqualTo(MessageBudgetStore.Outcome.CHANGED);

        assertThat(checked().sent()).isEmpty();
        assertThat(used()).isZero();
    }

    @Test
    void a_message_without_a_cap_is_checked_as_well() {
        MessageTake take = creditsOnly(credits(0, 1, 10));
        consent(phone, ConsentChange.Kind.STOP, 2);

        assertThat(budgets.take(take)).isEqualTo(MessageBudgetStore.Outcome.CHANGED);
        assertThat(used()).isZero();
    }

    @Test
    void nothing_is_taken_after_the_fan_has_changed() {
        ConsentStore.Checked before = checked();
        stores.fans().setTimeZone(project, fan(), ZoneId.of("Europe/Vienna"));

        assertThat(budgets.take(take(before, "run.0")))
                .isEqualTo(MessageBudgetStore.Outcome.CHANGED);
    }

    private static ShardTake credits(int shard, int credits, long maxBefore) {
        return new ShardTake(POOL, shard, credits, maxBefore);
    }

    @Test
    void credits_are_taken_up_to_the_share_of_a_shard() {
        assertThat(budgets.take(creditsOnly(credits(7, 3, 2)))).isEqualTo(taken());
        assertThat(budgets.take(creditsOnly(credits(7, 3, 2))))
                .isEqualTo(MessageBudgetStore.Outcome.NO_CREDITS);
        assertThat(budgets.take(creditsOnly(credits(7, 2, 3)))).isEqualTo(taken());

        assertThat(budgets.used(project, POOL)[7]).isEqualTo(5);
        assertThat(used()).isEqualTo(5);
        assertThat(budgets.used(project, "2026-12")).containsOnly(0);
        assertThat(budgets.used(Samples.projectId(), POOL)).containsOnly(0);
    }

    @Test
    void all_is_taken_or_nothing() {
        budgets.take(creditsOnly(credits(1, 1, 0)));

        assertThat(budgets.take(take(checked(), "run.0", credits(0, 1, 0), credits(1, 1, 0))))
                .isEqualTo(MessageBudgetStore.Outcome.NO_CREDITS);

        assertThat(used()).isEqualTo(1);
        assertThat(checked().sent()).isEmpty();
    }

    @Test
    void concurrent_messages_never_exceed_a_share() {
        List<MessageBudgetStore.Outcome> outcomes =
                Together.run(20, _ -> budgets.take(creditsOnly(credits(0, 1, 6))));

        assertThat(outcomes).filteredOn(taken()::equals).hasSize(7);
        assertThat(used()).isEqualTo(7);
    }

    @Test
    void what_a_rejected_message_took_is_given_back() {
        MessageTake first = take(checked(), "run.0", credits(0, 2, 10));
        budgets.take(first);
        MessageTake second = take(checked(), "run.1", credits(0, 1, 10));
        budgets.take(second);

        budgets.giveBack(first);

        assertThat(checked().sent()).containsExactly(message("run.1"));
        assertThat(used()).isEqualTo(1);
        budgets.giveBack(second);
        assertThat(checked().sent()).isEmpty();
        assertThat(budgets.take(take(checked(), "run.2", credits(0, 11, 0)))).isEqualTo(taken());
    }

    private static final String THING = "release:rel_2m4n6p8q0r1s3t5v";

    private LinkClaim claim(String step, int seconds) {
        return new LinkClaim(
                fan().ids(),
                THING,
                step,
                Instant.ofEpochMilli(NOW.plusSeconds(seconds).toEpochMilli()));
    }

    private MessageBudgetStore.Outcome claimed(LinkClaim claim) {
        return budgets.take(taking(claim));
    }

    private MessageTake taking(LinkClaim claim) {
        return new MessageTake(project, checked(), Optional.empty(), List.of(), Optional.of(claim));
    }

    private static MessageBudgetStore.Outcome held() {
        return MessageBudgetStore.Outcome.LINK_HELD;
    }

    @Test
    void one_step_claims_a_link_and_may_claim_it_again() {
        assertThat(claimed(claim("run.1", 0))).isEqualTo(taken());
        assertThat(claimed(claim("run.1", 5))).isEqualTo(taken());
        LinkClaim other = claim("run.2", 6);

        assertThat(claimed(other)).isEqualTo(held());
        assertThat(budgets.linkHolder(project, other))
                .contains(new LinkClaim.Holder(fan().id(), "run.1", claim("run.1", 5).at()));
        assertThat(budgets.linkHolder(project, claim("run.1", 6))).isEmpty();
    }

    @Test
    void links_for_another_thing_in_another_project_or_to_another_fan_are_claimed_apart() {
        claimed(claim("run.1", 0));

        LinkClaim elsewhere = new LinkClaim(fan().ids(), "artist:art_1", "run.2", NOW);
        assertThat(claimed(elsewhere)).isEqualTo(taken());
        assertThat(budgets.linkHolder(Samples.projectId(), claim("run.2", 0))).isEmpty();
        LinkClaim ofOther = new LinkClaim(List.of(Samples.fanId()), THING, "run.2", NOW);
        assertThat(budgets.linkHolder(project, ofOther)).isEmpty();
    }

    @Test
    void of_twenty_concurrent_links_one_is_claimed() {
        List<MessageBudgetStore.Outcome> outcomes =
                Together.run(20, thread -> claimed(claim("run." + thread, 0)));

        assertThat(outcomes).containsOnlyOnce(taken());
        assertThat(outcomes).filteredOn(it -> it != taken()).containsOnly(held());
    }

    @Test
    void a_link_of_a_merged_record_is_held_for_the_person() {
        FanIdentity number = Samples.phone();
        Fan younger =
                stores.fans().findOrCreate(project, number, Samples.fanId(), NOW.plusSeconds(1));
        LinkClaim before = new LinkClaim(younger.ids(), THING, "run.1", NOW);
        assertThat(
                        budgets.take(
                                new MessageTake(
                                        project,
                                        stores.consents()
                                                .check(project, younger, Identity.Kind.PHONE),
                                        Optional.empty(),
                                        List.of(),
                                        Optional.of(before))))
                .isEqualTo(taken());
        LinkClaim after = new LinkClaim(List.of(fan().id(), younger.id()), THING, "run.2", NOW);

        assertThat(claimed(after)).isEqualTo(held());
        LinkClaim.Holder holder = budgets.linkHolder(project, after).orElseThrow();
        assertThat(holder).isEqualTo(new LinkClaim.Holder(younger.id(), "run.1", before.at()));
        assertThat(claimed(after.despite(holder))).isEqualTo(taken());
    }

    @Test
    void a_link_is_taken_over_only_from_the_claim_that_was_seen() {
        claimed(claim("run.1", 0));
        LinkClaim.Holder seen = budgets.linkHolder(project, claim("run.2", 0)).orElseThrow();
        claimed(claim("run.1", 1));

        assertThat(claimed(claim("run.2", 2).despite(seen))).isEqualTo(held());

        LinkClaim.Holder now = budgets.linkHolder(project, claim("run.2", 2)).orElseThrow();
        assertThat(claimed(claim("run.2", 2).despite(now))).isEqualTo(taken());
        assertThat(claimed(claim("run.1", 3))).isEqualTo(held());
    }

    /** Whoever finds the claim looks at what became of the message. */
    @Test
    void the_limits_of_a_rejected_link_message_are_given_back_and_its_claim_stays() {
        MessageTake take =
                new MessageTake(
                        project,
                        checked(),
                        Optional.empty(),
                        List.of(credits(0, 1, 10)),
                        Optional.of(claim("run.1", 0)));
        budgets.take(take);

        budgets.giveBack(take);

        assertThat(used()).isZero();
        assertThat(budgets.linkHolder(project, claim("run.2", 1))).isPresent();
    }

    @Test
    void a_link_is_held_for_half_a_year() {
        claimed(claim("run.1", 0));
        int life = (int) LinkClaim.LIFE.toSeconds();

        assertThat(claimed(claim("run.2", life - 1))).isEqualTo(held());
        assertThat(budgets.linkHolder(project, claim("run.2", life))).isEmpty();
        assertThat(claimed(claim("run.2", life))).isEqualTo(taken());
    }

    @Test
    void a_message_whose_link_is_held_takes_no_credits() {
        claimed(claim("run.1", 0));

        MessageTake take =
                new MessageTake(
                        project,
                        checked(),
                        Optional.empty(),
                        List.of(credits(0, 1, 10)),
                        Optional.of(claim("run.2", 1)));
        assertThat(budgets.take(take)).isEqualTo(held());
        assertThat(used()).isZero();
    }

    @Test
    void no_link_is_claimed_after_a_stop() {
        MessageTake take = taking(claim("run.1", 0));
        consent(phone, ConsentChange.Kind.STOP, 2);

        assertThat(budgets.take(take)).isEqualTo(MessageBudgetStore.Outcome.CHANGED);
        assertThat(budgets.linkHolder(project, claim("run.2", 1))).isEmpty();
    }
}
