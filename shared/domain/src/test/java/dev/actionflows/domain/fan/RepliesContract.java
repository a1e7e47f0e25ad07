package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

/** The contract of {@link ConsentStore} implementations: when a fan last replied. */
public abstract class RepliesContract extends FanFixture {
    protected RepliesContract(Stores stores) {
        super(stores);
    }

    private void received(String message, int second) {
        consents.replyReceived(
                project, phone.identity(), new EventId("sms:" + message), NOW.plusSeconds(second));
    }

    private Optional<Instant> repliedAt() {
        return fans.findIdentity(project, phone.identity()).flatMap(KnownIdentity::repliedAt);
    }

    private boolean isReplied(Fan fan, int second) {
        return consents.check(project, fan, Identity.Kind.EMAIL)
                .repliedAfter(NOW.plusSeconds(second));
    }

    @Test
    void a_message_after_the_time_is_a_reply_whatever_the_order_of_messages() {
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);
        assertThat(isReplied(fan, 1)).isFalse();

        received("SM1", 5);
        assertThat(isReplied(fan, 4)).isTrue();
        assertThat(isReplied(fan, 5)).isFalse();

        received("SM2", 3);
        assertThat(isReplied(fan, 4)).isTrue();

        received("SM3", 7);
        assertThat(isReplied(fan, 6)).isTrue();
        assertThat(isReplied(fan, 7)).isFalse();
    }

    @Test
    void of_twenty_concurrent_messages_the_latest_counts() {
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        Together.run(
                20,
                second -> {
                    received("SM" + second, second);
                    return second;
                });

        assertThat(isReplied(fan, 18)).isTrue();
        assertThat(isReplied(fan, 19)).isFalse();
    }

    @Test
    void the_first_delivery_of_a_message_counts_and_of_several_messages_the_latest() {
        fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        received("SM1", 5);
        assertThat(repliedAt()).contains(NOW.plusSeconds(5));
        received("SM1", 9);
        assertThat(repliedAt()).contains(NOW.plusSeconds(5));
        received("SM2", 3);
        received("SM2", 8);
        assertThat(repliedAt()).contains(NOW.plusSeconds(5));
        received("SM3", 7);
        assertThat(repliedAt()).contains(NOW.plusSeconds(7));
    }

    @Test
    void one_of_twenty_concurrent_deliveries_counts_and_later_ones_do_not() {
        fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        Together.run(
                20,
                second -> {
                    received("SM1", second);
                    return second;
                });
        Instant first = repliedAt().orElseThrow();
        received("SM1", 30);

        assertThat(repliedAt()).contains(first);
    }

    @Test
    void a_message_that_a_flow_took_is_no_reply_when_it_is_delivered_again() {
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        taken("SM1", 1);
        taken("SM1", 2);
        received("SM1", 5);

        assertThat(isReplied(fan, 0)).isFalse();
        assertThat(repliedAt()).isEmpty();
    }

    @Test
    void a_flow_that_takes_a_message_learns_that_it_was_a_reply_before() {
        fans.findOrCreate(project, phone, Samples.fanId(), NOW);
        received("SM1", 5);

        assertThat(taken("SM1", 3)).contains(NOW.plusSeconds(5));
        assertThat(repliedAt()).contains(NOW.plusSeconds(5));
        assertThat(taken("SM2", 7)).isEmpty();
        assertThat(taken("SM2", 9)).as("delivered again").isEmpty();
    }

    private Optional<Instant> taken(String message, int second) {
        return consents.messageTaken(
                project, phone.identity(), new EventId("sms:" + message), NOW.plusSeconds(second));
    }

    @Test
    void a_message_of_an_unknown_sender_counts_for_the_fan_who_gets_the_number() {
        received("SM1", 1);

        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        assertThat(isReplied(fan, 0)).isTrue();
        received("SM1", 2);
        assertThat(isReplied(fan, 1)).isFalse();
    }
}
