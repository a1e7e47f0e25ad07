package dev.actionflows.domain.segment;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.project.Project;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Members of a segment with what a project may know about them: a page is read with a bounded
 * number of calls, whatever the size of the segment.
 */
public final class SegmentExport {
    private final SegmentMembers members;
    private final FanLookup fans;

    public SegmentExport(SegmentMembers members, FanLookup fans) {
        this.members = members;
        this.fans = fans;
    }

    /**
     * A line of the export. {@link #toString} would contain personal data and must not be logged.
     *
     * @param phone the number that agreed to texts; if none did, the latest
     * @param email the address that agreed to email; if none did, the latest
     * @param texts whether texts may be sent: {@code given}, {@code unconfirmed}, {@code none} or
     *     {@code stopped}
     * @param mail as {@code texts}, for email; also {@code unsubscribed}, {@code bounced} and
     *     {@code complained}
     */
    public record Row(
            FanId fan,
            Optional<String> phone,
            Optional<String> email,
            Optional<String> firstName,
            String texts,
            String mail,
            Instant since) {}

    /**
     * A page, which may have fewer than {@code limit} rows without being the last.
     *
     * @param cursor the end of the previous page
     * @param limit the maximum number of rows
     */
    public Page<Row> page(Project project, SegmentId segment, Optional<String> cursor, int limit) {
        Page<SegmentMembers.Listed> page = members.listed(project.id(), segment, cursor, limit);
        List<Identity> addresses =
                page.items().stream()
                        .flatMap(it -> it.fan().stream())
                        .flatMap(fan -> fan.channels().stream())
                        .map(FanIdentity::identity)
                        .distinct()
                        .toList();
        Map<Identity, KnownIdentity> known = fans.findIdentities(project.id(), addresses);
        return new Page<>(
                page.items().stream().map(it -> row(project, it, known)).toList(), page.next());
    }

    private static Row row(
            Project project, SegmentMembers.Listed listed, Map<Identity, KnownIdentity> known) {
        Optional<Fan> fan = listed.fan();
        MessagePermission texts =
                permission(project, fan, Channel.TEXT, Identity.Kind.PHONE, known);
        MessagePermission mail =
                permission(project, fan, Channel.EMAIL, Identity.Kind.EMAIL, known);
        return new Row(
                listed.member().fan(),
                texts.address(),
                mail.address(),
                fan.flatMap(Fan::firstName).map(FirstName::text),
                texts.state().wireName(),
                mail.state().wireName(),
                listed.member().since());
    }

    private static MessagePermission permission(
            Project project,
            Optional<Fan> found,
            Channel channel,
            Identity.Kind kind,
            Map<Identity, KnownIdentity> known) {
        return found.map(
                        fan -> {
                            ConsentStore.Checked checked =
                                    ConsentStore.Checked.of(fan, kind, known);
                            return MessagePermission.of(
                                    project.doubleOptIn().contains(channel)
                                            ? checked.confirmed()
                                            : checked.permission(),
                                    fan.latest(kind));
                        })
                .orElseGet(
                        () ->
                                new MessagePermission(
                                        MessagePermission.State.NONE, Optional.empty()));
    }
}
