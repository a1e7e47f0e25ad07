package dev.actionflows.domain.run;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;

/**
 * Something that a step waits for, and that can come true at any moment.
 *
 * @param key the same for everybody who waits for the same thing, within a project
 */
public record Requirement(String key) {
    /** The fan connects a streaming account, or connects it again. */
    public static Requirement streamingConnection(FanId fan) {
        return new Requirement("connection/" + fan);
    }

    /** The project gets a phone number. */
    public static Requirement phoneNumber() {
        return new Requirement("number");
    }

    /** The project gets an app at a streaming service. */
    public static Requirement streamingApp() {
        return new Requirement("streaming-app");
    }

    /** The flow is active again. */
    public static Requirement activeFlow(FlowId flow) {
        return new Requirement("flow/" + flow);
    }
}
