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
import dev.actionflows.domain.intake.AskedPageStore.AskedPage;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.rate.RateWindow;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.trigger.TriggerType;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.Map;
import java.util.Optional;

/**
 * Where each kind of item is: the layout of the table.
 *
 * <p>Everything that grows with the number of fans has a partition key of its own, so that no
 * project's partition gets hot; what many fans reach at the same moment (a release's pre-saves, a
 * segment's members) is spread over {@link #SHARDS} partitions by fan. A project's own things share
 * its partition. An item is written either by transactions only or by single writes only, so that a
 * single write never meets a transaction's conflict.
 */
record Key(String pk, String sk) {
    /** Partitions of what many fans reach at once; each takes a thousand small writes a second. */
    static final int SHARDS = 8;

    static final String FLOW_LIST_PREFIX = "FLOW_LIST#";
    static final String CONNECTION_PREFIX = "CONN#";
    static final String CONSENT_PREFIX = "CONSENT#";
    static final String FAN_PREFIX = "FAN#";
    static final String RUN_PREFIX = "RUN#";

    /** The deployment's key for identity hashes, wrapped. */
    static Key identityKey() {
        return new Key("DEPLOYMENT", "IDENTITY_KEY");
    }

    static Key project(ProjectId project) {
        return inProject(project, "PROJECT");
    }

    static Key flow(ProjectId project, FlowId flow) {
        return inProject(project, "FLOW#" + flow);
    }

    /** One version of a flow; apart from the flows, so that nobody who lists those reads it. */
    static Key version(ProjectId project, FlowId flow, int number) {
        return inProject(project, "VERSION#%s#%05d".formatted(flow, number));
    }

    /** An entry that says only that there is such a flow: it sorts flows by age. */
    static Key flowListEntry(ProjectId project, TimedId<FlowId> age) {
        return inProject(project, FLOW_LIST_PREFIX + age.text());
    }

    /** Which flows are active: one item, so that they can be counted as one is activated. */
    static Key activeFlows(ProjectId project) {
        return inProject(project, "ACTIVE_FLOWS");
    }

    static Key release(ProjectId project, ReleaseId release) {
        return inProject(project, "RELEASE#" + release);
    }

    static Key artist(ProjectId project, ArtistId artist) {
        return inProject(project, "ARTIST#" + artist);
    }

    static Key segment(ProjectId project, SegmentId segment) {
        return inProject(project, "SEGMENT#" + segment);
    }

    /** Who owns a trigger's scope. */
    static Key triggerClaim(ProjectId project, TriggerType type, String scope) {
        return new Key("T#%s#%s#%s".formatted(project, type.wireName(), scope), "CLAIM");
    }

    /** Who owns a keyword, whatever the trigger's type. */
    static Key keywordClaim(ProjectId project, String keyword) {
        return new Key("K#%s#%s".formatted(project, keyword), "CLAIM");
    }

    /** Which project an Instagram account is of: the webhook knows only the account. */
    static Key instagramOwner(InstagramAccountId account) {
        return new Key("IG#" + account, "CLAIM");
    }

    /** Which Instagram account a project has; written together with the one above. */
    static Key instagramAccount(ProjectId project) {
        return inProject(project, "INSTAGRAM");
    }

    /** Whose an address is, and whether it may be written to. */
    static Key identity(ProjectId project, Identity identity) {
        return new Key(identityPartition(project, identity), "FAN");
    }

    /**
     * One message by which consent was changed: with the address, for its sender may be unknown.
     */
    static Key consentChange(ProjectId project, Identity identity, String messageId) {
        return new Key(identityPartition(project, identity), CONSENT_PREFIX + messageId);
    }

    static Key fan(ProjectId project, FanId fan) {
        return new Key(fanPartition(project, fan), "PROFILE");
    }

    static Key connection(ProjectId project, FanId fan, StreamingProvider provider) {
        return new Key(fanPartition(project, fan), CONNECTION_PREFIX + provider.wireName());
    }

    /** What is remembered of a fan's ways into a flow. */
    static Key cooldown(ReEntryStore.ReEntryKey entry) {
        return new Key(entryPartition(entry), "COOLDOWN");
    }

    static Key counter(ReEntryStore.ReEntryKey entry) {
        return new Key(entryPartition(entry), entry.test() ? "TEST_TALLY" : "TALLY");
    }

    /**
     * That an event started no run.
     *
     * @param flow that listens to it; empty: none does
     */
    static Key event(ProjectId project, EventId event, Optional<FlowId> flow) {
        return new Key(
                eventPartition(project, event), flow.map(id -> "FLOW#" + id).orElse("NO_FLOW"));
    }

    /** Which event of a server goes by an id; apart from what came of the event. */
    static Key eventId(ProjectId project, EventId event) {
        return new Key("U#%s#%s".formatted(project, event.value()), "ID");
    }

    /** A fan's attempt to connect a streaming account; it is in nobody's partition yet. */
    static Key connectAttempt(ProjectId project, String id) {
        return new Key("A#%s#%s".formatted(project, id), "ATTEMPT");
    }

    /** That a page of a list has asked for the next one. */
    static Key askedPage(AskedPage page) {
        return new Key("N#%s#%s".formatted(page.project(), page.pass()), "PAGE#" + page.cursor());
    }

    /** Which events of a notification have been dealt with. */
    static Key notification(String name) {
        return new Key("M#" + name, "DONE");
    }

    /** A request that came with a key of its sender's. */
    static Key request(String hash) {
        return new Key("Q#" + hash, "REQUEST");
    }

    /** How often something happened in a while. */
    static Key rate(RateWindow window) {
        return new Key(
                "L#%s#%s#%s"
                        .formatted(window.project(), window.rate().wireName(), window.subject()),
                "FROM#" + window.start().getEpochSecond());
    }

    static Key verification(ProjectId project, VerificationId id) {
        return new Key("V#%s#%s".formatted(project, id), "VERIFICATION");
    }

    static Key run(RunKey run) {
        return new Key("R#%s#%s".formatted(run.project(), run.run()), "RUN");
    }

    /**
     * @return empty when this is no run's key
     */
    Optional<RunKey> toRun() {
        String[] parts = pk.split("#", -1);
        return parts.length == 3 && parts[0].equals("R")
                ? ProjectId.parse(parts[1])
                        .flatMap(
                                project ->
                                        RunId.parse(parts[2]).map(run -> new RunKey(project, run)))
                : Optional.empty();
    }

    static Key preSave(ProjectId project, ReleaseId release, FanId fan) {
        return new Key("S#%s#%s#%d".formatted(project, release, shardOf(fan)), FAN_PREFIX + fan);
    }

    static Key nextSave(ProjectId project, ArtistId artist, FanId fan) {
        return new Key(nextSavePartition(project, artist, shardOf(fan)), FAN_PREFIX + fan);
    }

    static Key member(ProjectId project, SegmentId segment, FanId fan) {
        return new Key(memberPartition(project, segment, shardOf(fan)), FAN_PREFIX + fan);
    }

    static Key waiting(RunKey run, Requirement requirement) {
        return new Key(
                waitingPartition(run.project(), requirement), RUN_PREFIX + run.run().value());
    }

    static String projectPartition(ProjectId project) {
        return "P#" + project;
    }

    static String fanPartition(ProjectId project, FanId fan) {
        return "F#%s#%s".formatted(project, fan);
    }

    static String eventPartition(ProjectId project, EventId event) {
        return "E#%s#%s".formatted(project, event.value());
    }

    private static String entryPartition(ReEntryStore.ReEntryKey entry) {
        return "C#%s#%s#%s".formatted(entry.project(), entry.flow(), entry.fan());
    }

    static String nextSavePartition(ProjectId project, ArtistId artist, int shard) {
        return "S#%s#%s#%d".formatted(project, artist, shard);
    }

    static String memberPartition(ProjectId project, SegmentId segment, int shard) {
        return "G#%s#%s#%d".formatted(project, segment, shard);
    }

    static String waitingPartition(ProjectId project, Requirement requirement) {
        return "W#%s#%s".formatted(project, requirement.key());
    }

    static int shardOf(FanId fan) {
        return shard(fan.value(), SHARDS);
    }

    /** The same for ever for one id: what Java promises of a text's hash. */
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
        return "I#%s#%s#%s".formatted(project, identity.kind().wireName(), identity.hash());
    }
}
