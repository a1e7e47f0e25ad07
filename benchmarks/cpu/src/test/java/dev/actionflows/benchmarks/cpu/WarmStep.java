package dev.actionflows.benchmarks.cpu;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.step.StepHandler;
import dev.actionflows.lambda.telemetry.Log;

import org.openjdk.jmh.annotations.Param;

import java.util.List;

/** The only step of a run, of each type. */
public class WarmStep extends WarmEvent {
    /** JMH sets it to each constant in turn. */
    @Param public StepType type = StepType.PRE_SAVE;

    @Override
    List<byte[]> events(World world) {
        return new Events(world).tickets(type, EVENTS);
    }

    @Override
    RequestStreamHandler handler(World world, Log log) {
        return new StepHandler(actions -> actions.runner(type), world.ports, log) {};
    }

    @Override
    String expected() {
        return "\"DONE\"";
    }
}
