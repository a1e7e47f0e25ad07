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

    private Optional<Instant> repliedAt(Fan fan) {
        return consents.check(project, fan, Identity.Kind.EMAIL).repliedAt();
    }

    @Test
    void the_first_delivery_of_a_message_counts_and_of_several_messages_the_latest() {
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);
        assertThat(repliedAt(fan)).isEmpty();

        received("SM1", 5);
        assertThat(repliedAt(fan)).contains(NOW.plusSeconds(5));
        received("SM1", 9);
        assertThat(repliedAt(fan)).contains(NOW.plusSeconds(5));
        received("SM2", 3);
        received("SM2", 8);
        assertThat(repliedAt(fan)).contains(NOW.plusSeconds(5));
        received("SM3", 7);
        assertThat(repliedAt(fan)).contains(NOW.plusSeconds(7));
    }

    @Test
    void one_of_twenty_concurrent_deliveries_counts_and_later_ones_do_not() {
        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        Together.run(
                20,
                second -> {
                    received("SM1", second);
                    return second;
                });
        Instant first = repliedAt(fan).orElseThrow();
        received("SM1", 30);

        assertThat(repliedAt(fan)).contains(first);
    }

    @Test
    void a_message_of_an_unknown_sender_counts_for_the_fan_who_gets_the_number() {
        received("SM1", 1);

        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), NOW);

        assertThat(repliedAt(fan)).contains(NOW.plusSeconds(1));
        received("SM1", 2);
        assertThat(repliedAt(fan)).contains(NOW.plusSeconds(1));
    }
}
