package io.heddle.routing.tenant;

/**
 * Names a project, which owns networks, subnets and ports: what isolates one customer from another.
 *
 * @param value any text without blanks at its ends, 1 to 255 characters
 */
public record ProjectId(String value) implements Comparable<ProjectId> {

    public ProjectId {
        if (value.isBlank() || !value.strip().equals(value) || value.length() > 255) {
            throw new IllegalArgumentException("a project has a name of 1 to 255 characters, not '" + value + "'");
        }
    }

    @Override
    public int compareTo(ProjectId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
