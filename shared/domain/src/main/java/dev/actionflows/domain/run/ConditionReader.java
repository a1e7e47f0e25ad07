package dev.actionflows.domain.run;

import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.SegmentMemberStore;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks up what conditions are about. */
public final class ConditionReader {
    private final ConsentStore consents;
    private final SegmentMemberStore members;

    public ConditionReader(ConsentStore consents, SegmentMemberStore members) {
        this.consents = consents;
        this.members = members;
    }

    /** Which of the required segments and consents the fan has, and whether the fan has replied. */
    public ConditionFacts read(Project project, Fan fan, ConditionFacts required) {
        Set<SegmentId> joined =
                required.segments().stream()
                        .filter(segment -> isMember(project.id(), segment, fan))
                        .collect(Collectors.toSet());
        return new ConditionFacts(
                joined,
                agreedTo(project, fan, required.consents(), consents),
                replied(project.id(), fan, required.repliedAfter(), consents));
    }

    private boolean isMember(ProjectId project, SegmentId segment, Fan fan) {
        return fan.ids().stream().anyMatch(id -> members.isMember(project, segment, id));
    }

    /**
     * The channels to which the fan has agreed, as sending a message would find it: with double
     * opt-in, a consent has to be confirmed.
     *
     * @param fan as it was read just now
     * @throws IllegalStateException if the fan's record has changed since; the step is tried again
     */
    public static Set<Channel> agreedTo(
            Project project, Fan fan, Set<Channel> channels, ConsentStore consents) {
        return channels.stream()
                .filter(channel -> hasAgreed(project, fan, channel, consents))
                .collect(Collectors.toSet());
    }

    /**
     * Whether the fan has replied on any channel.
     *
     * @param fan as it was read just now
     * @param since after which time; empty if nobody wants to know
     * @return the same time if the fan has replied after it, otherwise empty
     * @throws IllegalStateException if the fan's record has changed since; the step is tried again
     */
    public static Optional<Instant> replied(
            ProjectId project, Fan fan, Optional<Instant> since, ConsentStore consents) {
        return since.filter(
                it ->
                        unchanged(consents.check(project, fan, Identity.Kind.PHONE))
                                .repliedAfter(it));
    }

    private static boolean hasAgreed(
            Project project, Fan fan, Channel channel, ConsentStore consents) {
        ConsentStore.Checked checked = unchanged(consents.check(project.id(), fan, kind(channel)));
        ConsentStore.Permission permission =
                project.doubleOptIn().contains(channel)
                        ? checked.confirmed()
                        : checked.permission();
        return permission instanceof ConsentStore.Permission.Given;
    }

    private static ConsentStore.Checked unchanged(ConsentStore.Checked checked) {
        if (checked.permission() instanceof ConsentStore.Permission.FanChanged) {
            throw new IllegalStateException(
                    "the record of " + checked.fan().id() + " has just changed");
        }
        return checked;
    }

    private static Identity.Kind kind(Channel channel) {
        return switch (channel) {
            case TEXT -> Identity.Kind.PHONE;
            case EMAIL -> Identity.Kind.EMAIL;
            case INSTAGRAM_DM -> Identity.Kind.INSTAGRAM;
        };
    }
}
