package dev.actionflows.aws;

import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.RunOutline;
import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.json.Json;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Starts executions of the state machine. An execution is named after its run and epoch. The name
 * makes the start idempotent on a STANDARD machine, the epoch does on an EXPRESS one.
 */
public final class SfnExecutionStarter implements ExecutionStarter {
    private final SfnClient client;
    private final String stateMachineArn;
    private final RunObserver observer;

    public SfnExecutionStarter(SfnClient client, String stateMachineArn, RunObserver observer) {
        this.client = client;
        this.stateMachineArn = stateMachineArn;
        this.observer = observer;
    }

    /**
     * @throws IllegalArgumentException when the run has no step to perform now
     */
    @Override
    public boolean start(Run run, boolean counted) {
        String input = Json.write(input(run, counted));
        String name = run.key().run() + "-" + run.epoch();
        try {
            client.startExecution(
                    start -> start.stateMachineArn(stateMachineArn).name(name).input(input));
            return true;
        } catch (ExecutionAlreadyExistsException e) {
            return true;
        } catch (SdkException e) {
            // the run is stored and has a due time, so it starts later
            observer.startRefused(run, e);
            return false;
        }
    }

    /**
     * The input of an execution, as the step functions read it.
     *
     * @throws IllegalArgumentException when the run has no step to perform now
     */
    public static Map<String, Object> input(Run run, boolean counted) {
        if (!(run.answer() instanceof StepAnswer.Next next)) {
            throw new IllegalArgumentException(run.key().run() + " has no step to perform now");
        }
        return Map.of(
                "projectId", run.key().project().value(),
                "runId", run.key().run().value(),
                "epoch", run.epoch(),
                "counted", counted,
                "outline", outline(RunOutline.of(run)),
                "next", Map.of("index", next.index(), "type", next.type().wireName()));
    }

    private static Map<String, Object> outline(RunOutline run) {
        Map<String, Object> outline = new LinkedHashMap<>();
        outline.put("flow", run.flow().value());
        outline.put("version", run.flowVersion());
        outline.put("fan", run.fan().value());
        outline.put("trigger", run.trigger().wireName());
        run.subject().ifPresent(id -> outline.put("subject", id));
        outline.put("since", run.since().toString());
        return outline;
    }
}
