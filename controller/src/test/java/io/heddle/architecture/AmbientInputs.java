package io.heddle.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.Random;
import java.util.Set;

/** What a program can read without being given it: the clock, chance, and the standard streams. */
final class AmbientInputs {
    private static final Set<String> METHODS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Thread.sleep",
            "java.lang.Math.random",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.concurrent.TimeUnit.sleep");

    static final DescribedPredicate<JavaMethodCall> IS_READ = DescribedPredicate.describe(
            "the clock, a sleep or chance is read",
            call -> METHODS.contains(fullName(call)) || isNowWithoutAClock(call));

    static final DescribedPredicate<JavaConstructorCall> IS_SEEDED_BY_THE_CLOCK = DescribedPredicate.describe(
            "a random generator without a seed is made",
            call -> call.getTargetOwner().isEquivalentTo(Random.class)
                    && call.getTarget().getRawParameterTypes().isEmpty());

    static final DescribedPredicate<JavaFieldAccess> IS_A_STANDARD_STREAM = DescribedPredicate.describe(
            "a standard stream is used",
            access -> Set.of("java.lang.System.out", "java.lang.System.err", "java.lang.System.in")
                    .contains(fullName(access)));

    private AmbientInputs() {}

    private static boolean isNowWithoutAClock(JavaMethodCall call) {
        return call.getName().equals("now")
                && call.getTargetOwner().getPackageName().equals("java.time")
                && call.getTarget().getRawParameterTypes().isEmpty();
    }

    private static String fullName(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getName();
    }
}
