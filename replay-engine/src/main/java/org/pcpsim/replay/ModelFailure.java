package org.pcpsim.replay;

import org.pcpsim.model.ModelFactory;
import org.pcpsim.zone.InvariantException;

/**
 * A model threw something, or a check found one of its invariants broken; the message says where in the trace and what.
 *
 * <p>Errors of the Java machine that are no model's fault, such as a lack of memory, are not turned into this.
 */
public final class ModelFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String model;
    private final boolean plugIn;

    private ModelFailure(ModelFactory factory, String model, String message, Throwable cause) {
        super(message, cause);
        this.model = model;
        plugIn = factory.getClass().getClassLoader() != ModelFactory.class.getClassLoader();
    }

    /**
     * What a model threw.
     *
     * @param place where in the trace, beginning with a preposition
     */
    static ModelFailure of(ModelFactory factory, String model, String place, Throwable cause) {
        String words = String.valueOf(cause.getMessage());
        String said;
        if (cause instanceof InvariantException) {
            said = words;
        } else if (cause instanceof LinkageError) {
            said = "it was built against another version of pcpsim: "
                    + cause.getClass().getSimpleName() + ": " + words;
        } else if (cause.getMessage() == null) {
            said = cause.getClass().getSimpleName();
        } else {
            said = cause.getClass().getSimpleName() + ": " + words;
        }
        return new ModelFailure(factory, model, place + ": " + said, cause);
    }

    /** Whether something that was thrown may be a model's fault. */
    static boolean isOfModel(Throwable thrown) {
        return thrown instanceof RuntimeException
                || thrown instanceof LinkageError
                || thrown instanceof AssertionError
                || thrown instanceof StackOverflowError;
    }

    /** The model's name. */
    public String model() {
        return model;
    }

    /** Whether the model came in a jar of its own. */
    public boolean isPlugIn() {
        return plugIn;
    }

    /** Whether a check found an invariant broken. */
    public boolean isInvariant() {
        return getCause() instanceof InvariantException;
    }
}
