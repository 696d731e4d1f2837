package io.heddle.rest.view;

import java.util.List;

/**
 * Everything that is not as it should be, most important first.
 *
 * @param problems what is wrong
 * @param repair the smallest set of re-plugs that makes the cabling right, in order
 */
public record ProblemsRepresentation(List<ProblemRepresentation> problems, List<ReplugRepresentation> repair) {

    public ProblemsRepresentation {
        problems = List.copyOf(problems);
        repair = List.copyOf(repair);
    }
}
