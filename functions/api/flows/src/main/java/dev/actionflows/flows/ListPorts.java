package dev.actionflows.flows;

import dev.actionflows.domain.fan.FanDirectory;
import dev.actionflows.domain.inbox.DeadLetters;
import dev.actionflows.domain.intake.ProjectEvents;

/** What only lists of this API read: other functions have no classes for it in their jars. */
record ListPorts(FanDirectory fans, ProjectEvents events, DeadLetters deadLetters) {}
