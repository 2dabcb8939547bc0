package dev.postern.api.operation;

import java.util.Map;

/** Operations of one service that belong together. Every bean of this type is served. */
public interface OperationGroup {
    Service service();

    /** By name, without a prefix: {@code StartSession}. */
    Map<String, Operation> operations();
}
