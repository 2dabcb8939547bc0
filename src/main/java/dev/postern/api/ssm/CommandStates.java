package dev.postern.api.ssm;

import dev.postern.commands.CommandStatus;
import dev.postern.commands.InvocationStatus;
import dev.postern.commands.StepResult;

/** How clients know where a command stands: in a word, and in a more exact one. */
record CommandStates(String status, String details) {
    static CommandStates of(CommandStatus status) {
        return switch (status) {
            case PENDING -> same("Pending");
            case IN_PROGRESS -> same("InProgress");
            case CANCELLING -> same("Cancelling");
            case SUCCESS -> same("Success");
            case FAILED -> same("Failed");
            case EXECUTION_TIMED_OUT -> new CommandStates("TimedOut", "ExecutionTimedOut");
            case DELIVERY_TIMED_OUT -> new CommandStates("TimedOut", "DeliveryTimedOut");
            case INCOMPLETE -> new CommandStates("Failed", "Incomplete");
            case CANCELLED -> same("Cancelled");
            case NO_NODES -> new CommandStates("Failed", "NoInstancesInTag");
        };
    }

    static CommandStates of(InvocationStatus status) {
        return switch (status) {
            case PENDING -> same("Pending");
            case DELAYED -> same("Delayed");
            case IN_PROGRESS -> same("InProgress");
            case CANCELLING -> same("Cancelling");
            case SUCCESS -> same("Success");
            case FAILED -> same("Failed");
            case EXECUTION_TIMED_OUT -> new CommandStates("TimedOut", "ExecutionTimedOut");
            case DELIVERY_TIMED_OUT -> new CommandStates("TimedOut", "DeliveryTimedOut");
            case CANCELLED -> same("Cancelled");
            case TERMINATED -> new CommandStates("Cancelled", "Terminated");
            case UNDELIVERABLE -> new CommandStates("Failed", "Undeliverable");
            case INVALID_PLATFORM -> new CommandStates("Failed", "InvalidPlatform");
        };
    }

    /** A step that has not begun, or will not go on, stands where its node does. */
    static CommandStates of(StepResult step, InvocationStatus invocation) {
        return switch (step.status()) {
            case PENDING -> of(invocation);
            case IN_PROGRESS ->
                invocation.over() || invocation == InvocationStatus.CANCELLING ? of(invocation) : same("InProgress");
            case SUCCESS, SKIPPED -> same("Success");
            case FAILED -> same("Failed");
            case TIMED_OUT -> new CommandStates("TimedOut", "ExecutionTimedOut");
            case CANCELLED -> same("Cancelled");
        };
    }

    boolean is(String value) {
        return status.equals(value) || details.equals(value);
    }

    private static CommandStates same(String status) {
        return new CommandStates(status, status);
    }
}
