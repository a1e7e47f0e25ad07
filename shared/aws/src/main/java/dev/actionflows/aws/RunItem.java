package dev.actionflows.aws;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.Stall;
import dev.actionflows.domain.run.StepClaim;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepType;

/**
 * Maps a run to an item. A run is written once per step, and each started kilobyte costs a write
 * unit, including index entries. Attribute names are therefore short, and a run of four steps stays
 * below one kilobyte.
 */
final class RunItem {
    static final String FLOW = "f";
    static final String VERSION = "v";
    static final String STATUS = "st";
    static final String STARTED_AT = "sa";
    static final String ENDED_AT = "en";
    static final String EPOCH = "ep";
    static final String REVISION = "rv";
    static final String STARTS_WITHOUT_PROGRESS = "vs";
    static final String STEPS = "s";

    /**
     * Whether the run counts in its flow's figures: since they exist, every write of a whole run
     * sets it, so that a run from before enters them with its next one.
     */
    static final String COUNTED = "ct";

    /** Absent means no. */
    static final String TEST = "te";

    /** Partition key of the index {@code due}: the runs to check, sorted by due time. */
    static final String DUE_SHARD = "dueShard";

    static final String DUE_AT = "dueAt";

    /** Replaces the shard for a run that is set aside. */
    static final String ASIDE = "DUE#aside";

    /**
     * Since when an unreadable run has been set aside. The next regular write of the run removes
     * it.
     */
    static final String ASIDE_SINCE = "as";

    /**
     * This and the following attributes are absent in a healthy run. The state machine removes
     * both.
     */
    private static final String STALL_STARTS = "ls";

    private static final String STALL_UNTIL = "lu";

    /** Partition key of the index {@code by_flow}: a flow's runs, sorted by start time. */
    static final String FLOW_SHARD = "flowShard";

    static final String STARTED_KEY = "startedKey";

    /** Sorts after every {@link #STARTED_KEY}. */
    static final String AFTER_ALL = ":";

    /** Partition key of the index {@code by_fan}, sorted like {@code by_flow}: a fan's runs. */
    static final String FAN_KEY = "fanKey";

    /**
     * Partition key of the index {@code by_cause}: the runs that an event started, or the events
     * that a run kept from starting one.
     */
    static final String CAUSE = "cause";

    /**
     * The starting runs of all flows in the deployment share these shards; each start writes to the
     * index four times.
     */
    static final int DUE_SHARDS = 32;

    static final int FLOW_SHARDS = 8;

    /** Attribute names inside a step's map. */
    static final class Step {
        static final String TYPE = "t";
        static final String OUTCOME = "o";
        static final String REASON = "r";
        static final String REQUIREMENT = "q";
        static final String UNTIL = "u";
        static final String HOLDS = "h";
        static final String STARTED_AT = "b";
        static final String ENDED_AT = "e";
        static final String ATTEMPTS = "n";
        static final String CLAIM = "c";
        static final String GIVE_UP_AT = "g";
        static final String SETTLED_BY = "k";
        static final String PERMIT = "p";
        static final String IN_DOUBT = "d";

        private Step() {}
    }

    private RunItem() {}

    static Item encode(Run run) {
        FanEvent event = run.event();
        Item item =
                Item.at(Key.run(run.key()))
                        .put(FLOW, run.flow().value())
                        .put(VERSION, run.flowVersion())
                        .put("fan", run.fan().value())
                        .put(STATUS, run.status().name())
                        .put(EPOCH, run.epoch())
                        .put(REVISION, run.revision())
                        .put(STARTED_AT, run.startedAt())
                        .putMaps(STEPS, run.steps().stream().map(RunItem::encodeStep).toList())
                        .put(
                                FLOW_SHARD,
                                flowShard(
                                        run.key().project(),
                                        run.flow(),
                                        Key.shard(run.key().run().value(), FLOW_SHARDS)))
                        .put(FAN_KEY, fanKey(run.key().project(), run.fan()))
                        .put(CAUSE, causedBy(run.key().project(), event.id()))
                        .put(STARTED_KEY, new TimedId<>(run.startedAt(), run.key().run()).text());
        EventItem.put(event, item.put(COUNTED, true));
        if (run.test()) {
            item.put(TEST, true);
        }
        if (run.startsWithoutProgress() > 0) {
            item.put(STARTS_WITHOUT_PROGRESS, run.startsWithoutProgress());
        }
        run.endedAt().ifPresent(at -> item.put(ENDED_AT, at));
        run.stall()
                .ifPresent(
                        stall -> {
                            item.put(STALL_STARTS, stall.starts());
                            stall.until().ifPresent(until -> item.put(STALL_UNTIL, until));
                        });
        String shard = run.isSetAside() ? ASIDE : dueShard(run.key());
        run.dueAt().ifPresent(at -> item.put(DUE_SHARD, shard).put(DUE_AT, at));
        return item;
    }

    static Run decode(RunKey key, Item item) {
        return new Run(
                key,
                new FlowId(item.text(FLOW)),
                item.smallNumber(VERSION),
                new FanId(item.text("fan")),
                EventItem.decode(item),
                item.optionalFlag(TEST).orElse(false),
                RunStatus.valueOf(item.text(STATUS)),
                item.smallNumber(EPOCH),
                item.number(REVISION),
                item.time(STARTED_AT),
                item.optionalTime(ENDED_AT),
                item.optionalTime(DUE_AT),
                item.optionalNumber(STARTS_WITHOUT_PROGRESS)
                        .map(Math::toIntExact)
                        .filter(it -> it > 0)
                        .orElse(0),
                item.maps(STEPS).stream().map(RunItem::decodeStep).toList(),
                item.optionalNumber(STALL_STARTS)
                        .map(
                                starts ->
                                        new Stall(
                                                Math.toIntExact(starts),
                                                item.optionalTime(STALL_UNTIL))));
    }

    static String dueShard(RunKey key) {
        return dueShard(Key.shard(key.run().value(), DUE_SHARDS));
    }

    static String dueShard(int shard) {
        return "DUE#" + Digits.padded(shard, 2);
    }

    static String flowShard(ProjectId project, FlowId flow, int shard) {
        return project + "#" + flow + "#" + shard;
    }

    static String fanKey(ProjectId project, FanId fan) {
        return project + "#" + fan;
    }

    static String causedBy(ProjectId project, EventId event) {
        return project + "#E#" + event.value();
    }

    static String preventedBy(RunKey run) {
        return run.project() + "#R#" + run.run();
    }

    private static Item encodeStep(RunStep step) {
        Item map = Item.map().put(Step.TYPE, step.type().wireName());
        step.outcome().ifPresent(outcome -> putOutcome(map, outcome));
        step.startedAt().ifPresent(at -> map.put(Step.STARTED_AT, at));
        step.endedAt().ifPresent(at -> map.put(Step.ENDED_AT, at));
        if (step.attempts() > 0) {
            map.put(Step.ATTEMPTS, step.attempts());
        }
        step.claim().ifPresent(claim -> map.put(Step.CLAIM, encodeClaim(claim)));
        step.giveUpAt().ifPresent(at -> map.put(Step.GIVE_UP_AT, at));
        step.settledBy().ifPresent(token -> map.put(Step.SETTLED_BY, token));
        step.permit().ifPresent(permit -> map.put(Step.PERMIT, SendPermitMap.encode(permit)));
        if (step.inDoubt()) {
            map.put(Step.IN_DOUBT, true);
        }
        return map;
    }

    private static RunStep decodeStep(Item map) {
        return new RunStep(
                StepType.ofWireName(map.text(Step.TYPE)).orElseThrow(),
                map.optionalText(Step.OUTCOME).map(name -> decodeOutcome(name, map)),
                map.optionalTime(Step.STARTED_AT),
                map.optionalTime(Step.ENDED_AT),
                map.optionalNumber(Step.ATTEMPTS).map(Math::toIntExact).orElse(0),
                map.optionalMap(Step.CLAIM).map(RunItem::decodeClaim),
                map.optionalTime(Step.GIVE_UP_AT),
                map.optionalText(Step.SETTLED_BY),
                map.optionalMap(Step.PERMIT).map(SendPermitMap::decode),
                map.optionalFlag(Step.IN_DOUBT).orElse(false));
    }

    private static void putOutcome(Item map, StepOutcome outcome) {
        map.put(Step.OUTCOME, outcome.wireName()).put(Step.REASON, outcome.reason().wireName());
        if (outcome instanceof StepOutcome.Waiting waiting) {
            map.put(Step.UNTIL, waiting.until()).put(Step.HOLDS, waiting.holds());
            waiting.requirement().ifPresent(what -> map.put(Step.REQUIREMENT, what.key()));
        }
    }

    private static StepOutcome decodeOutcome(String name, Item map) {
        Reason reason = Reason.ofWireName(map.text(Step.REASON));
        return switch (name) {
            case "COMPLETED" -> new StepOutcome.Completed(reason);
            case "SKIPPED" -> new StepOutcome.Skipped(reason);
            case "HELD_OUT" -> new StepOutcome.HeldOut(reason);
            case "UNKNOWN" -> new StepOutcome.Unknown(reason);
            case "FAILED" -> new StepOutcome.Failed(reason);
            case "WAITING" ->
                    new StepOutcome.Waiting(
                            reason,
                            map.optionalText(Step.REQUIREMENT).map(Requirement::new),
                            map.time(Step.UNTIL),
                            map.flag(Step.HOLDS));
            default -> throw new IllegalStateException("no such outcome: " + name);
        };
    }

    static Item encodeClaim(StepClaim claim) {
        return Item.map().put("t", claim.token()).put("n", claim.nonce()).put("u", claim.until());
    }

    private static StepClaim decodeClaim(Item map) {
        return new StepClaim(map.text("t"), map.text("n"), map.time("u"));
    }
}
