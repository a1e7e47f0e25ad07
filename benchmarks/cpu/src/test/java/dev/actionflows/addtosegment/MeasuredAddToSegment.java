package dev.actionflows.addtosegment;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.testkit.World;

/** Opens the function's package to the benchmarks. */
public final class MeasuredAddToSegment {
    private MeasuredAddToSegment() {}

    /** The handler over a world in memory. */
    public static RequestStreamHandler handler(World world) {
        return new AddToSegmentHandler(world.runner(new AddToSegmentAction(world.catalog)));
    }
}
