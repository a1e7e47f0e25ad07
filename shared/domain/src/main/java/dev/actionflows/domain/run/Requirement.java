package dev.actionflows.domain.run;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ReleaseId;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A condition that a step waits for and that can be met at any time.
 *
 * @param key identifies the condition within a project; equal for all steps that wait for it
 */
public record Requirement(String key) {
    /** The number of lists of runs that wait for one release. */
    static final int RELEASE_LISTS = 8;

    /** The fan connects or reconnects a streaming account. */
    public static Requirement streamingConnection(FanId fan) {
        return new Requirement("connection/" + fan);
    }

    /** The fan confirms the consent of an address, or a confirmed address becomes the fan's. */
    public static Requirement confirmedConsent(FanId fan) {
        return new Requirement("consent/" + fan);
    }

    /** The project gets a phone number. */
    public static Requirement phoneNumber() {
        return new Requirement("number");
    }

    /** The project gets an email sender. */
    public static Requirement emailSender() {
        return new Requirement("email-sender");
    }

    /** The project gets an access token of its Instagram account, or a new one. */
    public static Requirement instagramAccess() {
        return new Requirement("instagram-access");
    }

    /** The project's limits on messages change. */
    public static Requirement messageLimits() {
        return new Requirement("message-limits");
    }

    /** The project gets an app at a streaming service. */
    public static Requirement streamingApp() {
        return new Requirement("streaming-app");
    }

    /**
     * The date of the release changes, or the release is cancelled. All fans of a flow may wait for
     * it, so that their waits are spread over {@link #RELEASE_LISTS} lists.
     *
     * @param fan who waits
     */
    public static Requirement releaseChange(ReleaseId release, FanId fan) {
        return ofRelease(release, Math.floorMod(fan.value().hashCode(), RELEASE_LISTS));
    }

    /** What is met when the release changes. */
    public static List<Requirement> releaseChanges(ReleaseId release) {
        return IntStream.range(0, RELEASE_LISTS)
                .mapToObj(list -> ofRelease(release, list))
                .toList();
    }

    private static Requirement ofRelease(ReleaseId release, int list) {
        return new Requirement("release/" + release + "/" + list);
    }

    /** The flow is active again. */
    public static Requirement activeFlow(FlowId flow) {
        return new Requirement("flow/" + flow);
    }
}
