// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crates/crate_version.h"

#include "core/manifest/dependency_spec.h"

#include <QRegularExpression>

#include <algorithm>

namespace studio {

namespace {

bool isNumeric(const QString &part)
{
    return !part.isEmpty() && std::ranges::all_of(part, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// Numbers come before words and by their value, which may have any length.
std::strong_ordering comparePart(const QString &one, const QString &other)
{
    const bool isNumber = isNumeric(one);
    if (isNumber != isNumeric(other)) {
        return isNumber ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    if (isNumber && one.size() != other.size()) {
        return one.size() <=> other.size();
    }
    return one.compare(other) <=> 0;
}

std::strong_ordering comparePre(const QStringList &one, const QStringList &other)
{
    if (one.isEmpty() || other.isEmpty()) {
        return other.size() <=> one.size() == std::strong_ordering::equal ? std::strong_ordering::equal
               : one.isEmpty()                                            ? std::strong_ordering::greater
                                                                          : std::strong_ordering::less;
    }
    for (qsizetype at = 0; at < std::min(one.size(), other.size()); ++at) {
        if (const auto order = comparePart(one[at], other[at]); order != std::strong_ordering::equal) {
            return order;
        }
    }
    return one.size() <=> other.size();
}

/// One part of a requirement, such as `>=1.2`.
struct Comparator
{
    QString sign;  ///< "=", ">", ">=", "<", "<=", "~", "^", "*"
    int given = 0; ///< how many of the three numbers are
    CrateVersion version;

    [[nodiscard]] bool isExact(const CrateVersion &other) const
    {
        return std::equal(version.numbers.begin(), version.numbers.begin() + given, other.numbers.begin()) &&
               (given < 3 || version.pre == other.pre);
    }
    /// Compares the numbers that are given: 1.5.0 is not more than 1.
    [[nodiscard]] std::strong_ordering order(const CrateVersion &other) const
    {
        for (int at = 0; at < given; ++at) {
            if (other.numbers[at] != version.numbers[at]) {
                return other.numbers[at] <=> version.numbers[at];
            }
        }
        return given < 3 ? std::strong_ordering::equal : comparePre(other.pre, version.pre);
    }
    /// How many of the first numbers may not differ: of ^ all up to the first that is not 0.
    [[nodiscard]] int fixedNumbers() const
    {
        if (sign == QLatin1String("~")) {
            return std::min(given, 2);
        }
        int fixed = 1;
        while (fixed < given && version.numbers[fixed - 1] == 0) {
            ++fixed;
        }
        return fixed;
    }
    [[nodiscard]] bool fits(const CrateVersion &other) const
    {
        if (sign == QLatin1String("=") || sign == QLatin1String("*")) {
            return isExact(other);
        }
        const auto found = order(other);
        if (sign == QLatin1String(">")) {
            return found == std::strong_ordering::greater;
        }
        if (sign == QLatin1String("<")) {
            return found == std::strong_ordering::less;
        }
        if (sign == QLatin1String("<=")) {
            return found != std::strong_ordering::greater;
        }
        const int fixed = sign == QLatin1String(">=") ? 0 : fixedNumbers();
        return found != std::strong_ordering::less &&
               std::equal(version.numbers.begin(), version.numbers.begin() + fixed, other.numbers.begin());
    }
    /// In the order of versions alone: what is not given counts as 0.
    [[nodiscard]] bool holds(const CrateVersion &other) const
    {
        const auto isEqual = [&](int count) {
            return std::equal(version.numbers.begin(), version.numbers.begin() + count, other.numbers.begin());
        };
        if (given == 0) {
            return true;
        }
        if (sign == QLatin1String("<")) {
            return other < version;
        }
        if (given == 3 && sign != QLatin1String("~") && sign != QLatin1String("^") && sign != QLatin1String(">=")) {
            return fits(other);
        }
        if (sign == QLatin1String(">")) { // 1.3.0-rc.1 is more than each 1.2
            return order(other) == std::strong_ordering::greater;
        }
        if (sign == QLatin1String("<=")) {
            return order(other) != std::strong_ordering::greater;
        }
        const bool isSame = sign == QLatin1String("=") || sign == QLatin1String("*");
        const int fixed = isSame ? given : sign == QLatin1String(">=") ? 0 : fixedNumbers();
        return other >= version && isEqual(fixed);
    }
};

Comparator comparatorOf(const QString &text)
{
    static const QRegularExpression shape(QStringLiteral("\\A([<>=~^]*) *([^-+]*)(?:-([^+]*))?"));
    const auto match = shape.match(text.trimmed());
    Comparator made{.sign = match.captured(1), .version = {}};
    for (const QString &number : match.captured(2).trimmed().split(u'.')) {
        if (made.given < 3 && isNumeric(number)) {
            made.version.numbers[made.given++] = number.toULongLong();
        } else if (made.sign.isEmpty()) {
            made.sign = QStringLiteral("*");
        }
    }
    if (!match.captured(3).isEmpty()) {
        made.version.pre = match.captured(3).split(u'.');
    }
    if (made.sign.isEmpty()) {
        made.sign = QStringLiteral("^");
    }
    return made;
}

QList<Comparator> comparatorsOf(const QString &requirement)
{
    QList<Comparator> all;
    for (const QString &part : requirement.split(u',')) {
        all << comparatorOf(part);
    }
    return all;
}

} // namespace

std::optional<CrateVersion> CrateVersion::parse(const QString &text)
{
    static const QRegularExpression shape(QStringLiteral(
        "\\A(\\d{1,19})\\.(\\d{1,19})\\.(\\d{1,19})(?:-([0-9A-Za-z.-]{1,100}))?(?:\\+[0-9A-Za-z.-]{1,100})?\\z"));
    const auto match = shape.match(text);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    CrateVersion version{
        .numbers = {match.captured(1).toULongLong(), match.captured(2).toULongLong(), match.captured(3).toULongLong()},
        .pre = {}};
    if (!match.captured(4).isEmpty()) {
        version.pre = match.captured(4).split(u'.');
    }
    return version;
}

std::strong_ordering CrateVersion::operator<=>(const CrateVersion &other) const
{
    const auto order = numbers <=> other.numbers;
    return order != std::strong_ordering::equal ? order : comparePre(pre, other.pre);
}

std::function<bool(const CrateVersion &)> requirementFilter(const QString &requirement)
{
    if (!isVersionRequirement(requirement)) {
        return [](const CrateVersion &) { return false; };
    }
    const QList<Comparator> all = comparatorsOf(requirement);
    return [all](const CrateVersion &version) {
        const auto namesIt = [&](const Comparator &one) {
            return one.given == 3 && !one.version.pre.isEmpty() && one.version.numbers == version.numbers;
        };
        return std::ranges::all_of(all, [&](const Comparator &one) { return one.fits(version); }) &&
               (version.pre.isEmpty() || std::ranges::any_of(all, namesIt));
    };
}

bool isWithinBounds(const CrateVersion &version, const QString &requirement)
{
    return isVersionRequirement(requirement) &&
           std::ranges::all_of(comparatorsOf(requirement), [&](const Comparator &one) { return one.holds(version); });
}

CrateVersion lowerBound(const QString &requirement)
{
    CrateVersion bound;
    for (const Comparator &one : comparatorsOf(requirement)) {
        if (!one.sign.startsWith(u'<') && bound < one.version) {
            bound = one.version;
        }
    }
    return bound;
}

bool fitsRequirement(const CrateVersion &version, const QString &requirement)
{
    return requirementFilter(requirement)(version);
}

} // namespace studio
