package io.github.migrationconnector.api.registration;

import io.github.migrationconnector.api.credential.Secret;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The set-up, step by step. It may be left and taken up again, from another place and after a restart: each answer is checked
 * at once and kept durably, its secrets in the credential store alone. Nothing of it is in force before {@link
 * SetupStep#REGISTER} was taken, and then everything is, or nothing.
 */
@ProviderType
public interface SetupSteps {
    SetupProgress progress();

    /**
     * Takes an answer. Steps may be answered again, also earlier ones; {@link SetupStep#REGISTER} wants all others answered.
     *
     * @param answer a JSON object with the fields of the step; a secret, since it may hold some
     */
    StepReport answer(SetupStep step, Secret answer);

    /**
     * Takes an answer for itself alone. Once the connector is registered, it comes into force at once or nothing of it is kept;
     * before that it is kept like any other. Nobody else's answers get between, and none are taken along: while some wait, it is
     * refused as {@code SETUP_UNDER_WAY}.
     *
     * @param step any but {@link SetupStep#REGISTER}
     * @param answer like {@link #answer}
     */
    StepReport answerAlone(SetupStep step, Secret answer);

    /** Forgets all answers that are not in force. */
    SetupProgress discard();
}
