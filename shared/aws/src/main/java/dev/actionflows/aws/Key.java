package dev.actionflows.aws;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.page.Slug;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.trigger.TriggerType;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.Map;
import java.util.Optional;

/**
 * Keys of the table's items: the layout of the table.
 *
 * <p>Everything that grows with the number of fans has its own partition key, so no project's
 * partition gets hot. Collections that many fans write at once (a release's pre-saves, a segment's
 * members) are sharded by fan over {@link #SHARDS} partitions. A project's other items share its
 * partition. An item is written either only in transactions or only by single writes, so a single
 * write never conflicts with a transaction.
 */
record Key(String pk, String sk) {
    /**
     * The number of shards for collections that many fans write at once. Each shard takes a
     * thousand small writes per second.
     */
    static final int SHARDS = 8;

    static final String FLOW_LIST_PREFIX = "FLOW_LIST#";
    static final String CONNECTION_PREFIX = "CONN#";
    static final String CONSENT_PREFIX = "CONSENT#";
    static final String REPLY_PREFIX = "REPLY#";
    static final String FAN_PREFIX = "FAN#";
    static final String INSTAGRAM_ACCESS_PARTITION = "INSTAGRAM_ACCESS";
    static final String PROJECT_PREFIX = "PROJECT#";
    static final String RUN_PREFIX = "RUN#";
    static final String RELEASE_PREFIX = "RELEASE#";
    static final String ARTIST_PREFIX = "ARTIST#";
    static final String SEGMENT_PREFIX = "SEGMENT#";

    /** The deployment's wrapped key for identity hashes. */
    static Key identityKey() {
        return new Key("DEPLOYMENT", "IDENTITY_KEY");
    }

    static Key project(ProjectId project) {
        return inProject(project, "PROJECT");
    }

    static Key flow(ProjectId project, FlowId flow) {
        return inProject(project, "FLOW#" + flow);
    }

    /**
     * One version of a flow. Versions are stored apart from flows, so that listing flows does not
     * read them.
     */
    static Key version(ProjectId project, FlowId flow, int number) {
        return inProject(project, "VERSION#" + flow + "#" + Digits.padded(number, 5));
    }

    /** A list entry that contains only the flow's id and sorts flows by age. */
    static Key flowListEntry(ProjectId project, TimedId<FlowId> age) {
        return inProject(project, FLOW_LIST_PREFIX + age.text());
    }

    /**
     * The active flows of a project, in one item so that an activation can check their number
     * atomically.
     */
    static Key activeFlows(ProjectId project) {
        return inProject(project, "ACTIVE_FLOWS");
    }

    static Key release(ProjectId project, ReleaseId release) {
        return inProject(project, RELEASE_PREFIX + release);
    }

    static Key artist(ProjectId project, ArtistId artist) {
        return inProject(project, ARTIST_PREFIX + artist);
    }

    static Key segment(ProjectId project, SegmentId segment) {
        return inProject(project, SEGMENT_PREFIX + segment);
    }

    /** The owner of a trigger's scope. */
    static Key triggerClaim(ProjectId project, TriggerType type, String scope) {
        return new Key("T#" + project + "#" + type.wireName() + "#" + scope, "CLAIM");
    }

    /** The owner of a keyword, regardless of the trigger's type. */
    static Key keywordClaim(ProjectId project, String keyword) {
        return new Key("K#" + project + "#" + keyword, "CLAIM");
    }

    /** The project of an Instagram account. The webhook knows only the account. */
    static Key instagramOwner(InstagramAccountId account) {
        return new Key("IG#" + account, "CLAIM");
    }

    /** The Instagram account of a project, written together with {@link #instagramOwner}. */
    static Key instagramAccount(ProjectId project) {
        return inProject(project, "INSTAGRAM");
    }

    /** Lists the projects whose Instagram account has an access token: at most one a project. */
    static Key instagramAccess(ProjectId project) {
        return new Key(INSTAGRAM_ACCESS_PARTITION, PROJECT_PREFIX + project);
    }

    /** A shard of the credits that a project has used. */
    static Key credits(ProjectId project, String pool, int shard) {
        return new Key("B#" + project + "#" + pool + "#" + shard, "CREDITS");
    }

    /** The step that may send the one private reply to a comment. */
    static Key privateReply(ProjectId project, String comment) {
        return new Key("Y#" + project + "#" + comment, "REPLY");
    }

    /** The links of a message, whose address shows only the code. */
    static Key link(LinkCode code) {
        return new Key("D#" + code, "LINK");
    }

    /** A release's page. Its visitors know only the slug. */
    static Key releasePage(Slug slug) {
        return new Key("PAGE#" + slug, "PAGE");
    }

    /** The slug of a release's page, written together with {@link #releasePage}. */
    static Key pageOfRelease(ProjectId project, ReleaseId release) {
        return inProject(project, "PAGE#" + release);
    }

    /** The project of a number of the deployment's AWS account. Its queue knows only the number. */
    static Key smsNumberOwner(PhoneNumber number) {
        return new Key("TEL#" + number.e164(), "CLAIM");
    }

    /** The number of a project there, written together with {@link #smsNumberOwner}. */
    static Key smsNumber(ProjectId project) {
        return inProject(project, "SMS_NUMBER");
    }

    /** The fan who owns an address, and whether messages may be sent to it. */
    static Key identity(ProjectId project, Identity identity) {
        return new Key(identityPartition(project, identity), "FAN");
    }

    /** One message that changed consent. Keyed by address because the sender may be unknown. */
    static Key consentChange(ProjectId project, Identity identity, String messageId) {
        return new Key(identityPartition(project, identity), CONSENT_PREFIX + messageId);
    }

    /** A message of this address to which no flow listens. */
    static Key reply(ProjectId project, Identity identity, EventId message) {
        return new Key(identityPartition(project, identity), REPLY_PREFIX + message.value());
    }

    static Key fan(ProjectId project, FanId fan) {
        return new Key(fanPartition(project, fan), "PROFILE");
    }

    static Key connection(ProjectId project, FanId fan, StreamingProvider provider) {
        return new Key(fanPartition(project, fan), CONNECTION_PREFIX + provider.wireName());
    }

    /** A fan's re-entry state in a flow. */
    static Key cooldown(ReEntryStore.ReEntryKey entry) {
        return new Key(entryPartition(entry), "COOLDOWN");
    }

    static Key counter(ReEntryStore.ReEntryKey entry) {
        return new Key(entryPartition(entry), entry.test() ? "TEST_TALLY" : "TALLY");
    }

    /**
     * Records that an event started no run.
     *
     * @param flow the flow that listens to the event; empty if there is none
     */
    static Key event(ProjectId project, EventId event, Optional<FlowId> flow) {
        return new Key(
                eventPartition(project, event), flow.map(id -> "FLOW#" + id).orElse("NO_FLOW"));
    }

    /** The event that a server sent under this id. Stored apart from the event's result. */
    static Key eventId(ProjectId project, EventId event) {
        return new Key("U#" + project + "#" + event.value(), "ID");
    }

    /**
     * A fan's attempt to connect a streaming account. It has its own partition because it belongs
     * to no fan yet.
     */
    static Key connectAttempt(ProjectId project, String id) {
        return new Key("A#" + project + "#" + id, "ATTEMPT");
    }

    static Key verification(ProjectId project, VerificationId id) {
        return new Key("V#" + project + "#" + id, "VERIFICATION");
    }

    static Key run(RunKey run) {
        return new Key("R#" + run.project() + "#" + run.run(), "RUN");
    }

    /** Empty when this is not the key of a run. */
    Optional<RunKey> toRun() {
        String[] parts = pk.split("#", -1);
        return parts.length == 3 && parts[0].equals("R")
                ? ProjectId.parse(parts[1])
                        .flatMap(
                                project ->
                                        RunId.parse(parts[2]).map(run -> new RunKey(project, run)))
                : Optional.empty();
    }

    /** Whether this is the key of the links in a message. */
    boolean isLink() {
        return pk.startsWith("D#") && sk.equals("LINK");
    }

    /** The project of an event that started no run; empty when this is not its key. */
    Optional<ProjectId> toEventProject() {
        String[] parts = pk.split("#", 3);
        return parts.length == 3 && parts[0].equals("E")
                ? ProjectId.parse(parts[1])
                : Optional.empty();
    }

    /** The project of a fan's profile; empty when this is not its key. */
    Optional<ProjectId> toProfileProject() {
        String[] parts = pk.split("#", -1);
        return parts.length == 3 && parts[0].equals("F") && sk.equals("PROFILE")
                ? ProjectId.parse(parts[1])
                : Optional.empty();
    }

    static Key waiting(RunKey run, Requirement requirement) {
        return new Key(
                waitingPartition(run.project(), requirement), RUN_PREFIX + run.run().value());
    }

    static String projectPartition(ProjectId project) {
        return "P#" + project;
    }

    static String fanPartition(ProjectId project, FanId fan) {
        return "F#" + project + "#" + fan;
    }

    static String eventPartition(ProjectId project, EventId event) {
        return "E#" + project + "#" + event.value();
    }

    private static String entryPartition(ReEntryStore.ReEntryKey entry) {
        return "C#" + entry.project() + "#" + entry.flow() + "#" + entry.fan();
    }

    static String waitingPartition(ProjectId project, Requirement requirement) {
        return "W#" + project + "#" + requirement.key();
    }

    /** Stable for an id: Java specifies the hash of a String. */
    static int shard(String id, int shards) {
        return Math.floorMod(id.hashCode(), shards);
    }

    Map<String, AttributeValue> attributes() {
        return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
    }

    private static Key inProject(ProjectId project, String sk) {
        return new Key(projectPartition(project), sk);
    }

    private static String identityPartition(ProjectId project, Identity identity) {
        return "I#" + project + "#" + identity.kind().wireName() + "#" + identity.hash();
    }
}
