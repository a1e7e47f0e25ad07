package dev.actionflows.simulator;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.management.InstagramTokenRefresher;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;

/** The function that refreshes access tokens, and its schedule. */
final class InstagramTokenFunction {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Kernel kernel;
    private final Faults faults;
    private final PlayedParts played;
    private final InstagramTokenRefresher refresher;

    InstagramTokenFunction(
            Kernel kernel, Faults faults, PlayedParts played, Application application) {
        this.kernel = kernel;
        this.faults = faults;
        this.played = played;
        this.refresher = application.instagramTokens();
    }

    /** Invoked by the schedule. */
    void invoke() {
        played.add("function instagram-token-refresher");
        played.add("schedule InstagramTokenSchedule");
        Kernel.Actor process = kernel.start("token refresher", this::handle, _ -> {});
        kernel.after(TIMEOUT, process::kill);
        faults.mayKill(process, 200);
    }

    private void handle() {
        try {
            refresher.refreshAll(new Deadline(kernel.instant().plus(TIMEOUT), kernel));
        } catch (ProblemException e) {
            // the next run starts over
        }
    }
}
