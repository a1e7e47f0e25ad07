package dev.actionflows.releaseday;

import dev.actionflows.domain.releaseday.ReleaseDayAnswer;
import dev.actionflows.domain.releaseday.ReleaseDaySaver;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.util.Map;

/**
 * What {@code statemachines/release-day.asl.json} reads.
 *
 * @param fields {@code answer}, and with {@code AFTER} also {@code seconds}, a positive integer
 */
record TicketAnswer(Map<String, Object> fields) {
    /**
     * Does what the ticket requests.
     *
     * @throws RuntimeException if it could not be done; request it again
     */
    static TicketAnswer to(ReleaseDayTicket ticket, ReleaseDaySaver saver, Deadline deadline) {
        return switch (ticket) {
            case ReleaseDayTicket.Begin begin -> {
                saver.begin(begin.job(), begin.startedAt());
                yield of("BEGUN");
            }
            case ReleaseDayTicket.Save save -> of(saver.save(save.job(), save.shard(), deadline));
            case ReleaseDayTicket.Finish finish -> of(saver.finish(finish.job()).name());
        };
    }

    private static TicketAnswer of(ReleaseDayAnswer answer) {
        return switch (answer) {
            case ReleaseDayAnswer.More() -> of("MORE");
            case ReleaseDayAnswer.Done() -> of("DONE");
            case ReleaseDayAnswer.After(Duration delay) ->
                    new TicketAnswer(Map.of("answer", "AFTER", "seconds", wholeSeconds(delay)));
        };
    }

    private static TicketAnswer of(String answer) {
        return new TicketAnswer(Map.of("answer", answer));
    }

    /** Rounded up: a second too early would cost another call. */
    private static long wholeSeconds(Duration delay) {
        return Math.max(1, delay.plusSeconds(1).minusNanos(1).toSeconds());
    }
}
