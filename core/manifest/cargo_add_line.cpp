// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/cargo_add_line.h"

#include <QObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <optional>

namespace studio {

namespace {

std::unexpected<Error> notADependency(const QString &text)
{
    return invalidSpec(QObject::tr("“%1” is not a dependency. Write a crate and its version, such as serde@1 or "
                                   "serde=1.0.200; options of cargo add such as --features derive; or a line of "
                                   "Cargo.toml.")
                           .arg(text));
}

/// The words of a line as a shell splits it: quotes keep spaces together, a backslash takes the next character as it
/// is.
Result<QStringList> splitWords(const QString &line)
{
    QStringList words;
    QString word;
    bool isInWord = false;
    QChar quote;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        if (!quote.isNull()) {
            c == quote ? quote = QChar() : word += c;
        } else if (c == u'"' || c == u'\'') {
            quote = c;
            isInWord = true;
        } else if (c == u'\\' && i + 1 < line.size()) {
            word += line[++i];
            isInWord = true;
        } else if (!c.isSpace()) {
            word += c;
            isInWord = true;
        } else if (isInWord) {
            words << std::exchange(word, {});
            isInWord = false;
        }
    }
    if (!quote.isNull()) {
        return invalidSpec(QObject::tr("“%1” has a quotation mark that is not closed.").arg(line));
    }
    if (isInWord) {
        words << word;
    }
    return words;
}

/// One option of `cargo add`.
struct Option
{
    QLatin1StringView name;
    QLatin1StringView argument = {}; ///< what it takes, for a sentence; empty for a flag
    QLatin1StringView letter = {};   ///< "F" of -F
};

using namespace Qt::StringLiterals;

constexpr std::array options{
    Option{"features"_L1, "FEATURES"_L1, "F"_L1},
    Option{"rename"_L1, "NAME"_L1},
    Option{"git"_L1, "URL"_L1},
    Option{"branch"_L1, "BRANCH"_L1},
    Option{"tag"_L1, "TAG"_L1},
    Option{"rev"_L1, "REVISION"_L1},
    Option{"path"_L1, "PATH"_L1},
    Option{"registry"_L1, "REGISTRY"_L1},
    Option{"target"_L1, "TARGET"_L1},
    Option{"color"_L1, "WHEN"_L1},
    Option{"default-features"_L1},
    Option{"no-default-features"_L1},
    Option{"optional"_L1},
    Option{"no-optional"_L1},
    Option{"dev"_L1},
    Option{"build"_L1},
    Option{"quiet"_L1, {}, "q"_L1},
    Option{"verbose"_L1, {}, "v"_L1},
};

/// The command line of one `cargo add`.
class AddLine
{
public:
    Result<void> take(const QStringList &words);
    [[nodiscard]] Result<QList<DependencySpec>> specs() const;

private:
    Result<qsizetype> takeOption(const QStringList &words, qsizetype at);
    Result<void> set(const Option &option, const QString &value);
    Result<void> setText(QString &member, const Option &option, const QString &value);
    void addFeatures(const QString &text);
    [[nodiscard]] Result<void> check() const;
    [[nodiscard]] Result<QList<DependencySpec>> withFeatures(QList<DependencySpec> specs) const;

    QStringList m_crates;
    QStringList m_features; ///< also "crate/feature"
    DependencySpec m_common;
    bool m_isDev = false;
    bool m_isBuild = false;
};

Result<void> AddLine::take(const QStringList &words)
{
    for (qsizetype at = 0; at < words.size(); ++at) {
        const QString &word = words[at];
        if (word == "--"_L1) {
            m_crates += words.sliced(at + 1);
            break;
        }
        if (!word.startsWith(u'-') || word == "-"_L1) {
            m_crates << word;
            continue;
        }
        const auto last = takeOption(words, at);
        if (!last) {
            return std::unexpected(last.error());
        }
        at = *last;
    }
    m_crates.removeDuplicates(); // the same word again says nothing more
    return {};
}

/// Takes the option at this place and its value, which may stand in the same word; the place of the last word of it.
Result<qsizetype> AddLine::takeOption(const QStringList &words, qsizetype at)
{
    const QString &word = words[at];
    const bool isLong = word.startsWith("--"_L1);
    const QString name = isLong ? word.sliced(2).section(u'=', 0, 0) : word.sliced(1, 1);
    const auto found =
        std::ranges::find_if(options, [&](const Option &one) { return (isLong ? one.name : one.letter) == name; });
    const QString shown = isLong ? "--"_L1 + name : u'-' + name;
    if (found == options.end()) {
        return invalidSpec(QObject::tr("%1 has no meaning here: the crate is added to the Cargo.toml of this project, "
                                       "and what is not about a dependency is left to cargo add in a terminal.")
                               .arg(shown));
    }
    std::optional<QString> value;
    if (isLong && word.contains(u'=')) {
        value = word.section(u'=', 1);
    } else if (!isLong && word.size() > 2) {
        value = word.sliced(word[2] == u'=' ? 3 : 2);
    }
    if (found->argument.isEmpty()) {
        if (value) {
            return invalidSpec(QObject::tr("%1 takes no value, and “%2” gives it one.").arg(shown, word));
        }
        return set(*found, {}).transform([at] { return at; });
    }
    if (!value) {
        if (at + 1 >= words.size() || (words[at + 1].startsWith(u'-') && words[at + 1].size() > 1)) {
            return invalidSpec(QStringLiteral("%1 takes a value: %1 %2.").arg(shown, QString(found->argument)));
        }
        value = words[++at];
    }
    return set(*found, *value).transform([at] { return at; });
}

Result<void> AddLine::setText(QString &member, const Option &option, const QString &value)
{
    if (value.isEmpty()) {
        return invalidSpec(QStringLiteral("--%1 takes a value: --%1 %2.").arg(option.name, option.argument));
    }
    if (!member.isEmpty()) {
        return invalidSpec(QObject::tr("--%1 is given twice.").arg(option.name));
    }
    member = value;
    return {};
}

/// Cargo separates features by commas and by white space, and a feature of one of several crates by a slash.
void AddLine::addFeatures(const QString &text)
{
    static const QRegularExpression separators(QStringLiteral("[,\\s]+"));
    for (const QString &feature : text.split(separators, Qt::SkipEmptyParts)) {
        if (!m_features.contains(feature)) {
            m_features << feature;
        }
    }
}

Result<void> AddLine::set(const Option &option, const QString &value)
{
    const std::array texts{std::pair("rename"_L1, &m_common.rename),     std::pair("git"_L1, &m_common.git),
                           std::pair("branch"_L1, &m_common.branch),     std::pair("tag"_L1, &m_common.tag),
                           std::pair("rev"_L1, &m_common.revision),      std::pair("path"_L1, &m_common.path),
                           std::pair("registry"_L1, &m_common.registry), std::pair("target"_L1, &m_common.platform)};
    if (const auto text = std::ranges::find(texts, option.name, [](const auto &one) { return one.first; });
        text != texts.end()) {
        return setText(*text->second, option, value);
    }
    if (option.name == "features"_L1) {
        addFeatures(value);
    } else if (option.name.endsWith("default-features"_L1)) {
        m_common.defaultFeatures = option.name == "default-features"_L1;
    } else if (option.name.endsWith("optional"_L1)) {
        m_common.optional = option.name == "optional"_L1;
    } else if (option.name == "dev"_L1) {
        m_isDev = true;
    } else if (option.name == "build"_L1) {
        m_isBuild = true;
    }
    return {}; // how cargo would talk about it
}

/// What cannot be meant together.
Result<void> AddLine::check() const
{
    const DependencySpec &all = m_common;
    if (m_isDev && m_isBuild) {
        return invalidSpec(QObject::tr("--dev and --build cannot both be given: a dependency stands in one table."));
    }
    if (m_isDev && all.optional == true) {
        return invalidSpec(QObject::tr("--dev and --optional cannot both be given: what only tests use is always there "
                                       "for them."));
    }
    if (!all.git.isEmpty() && !all.path.isEmpty()) {
        return invalidSpec(QObject::tr("--git and --path cannot both be given: a dependency has one source."));
    }
    const int places = static_cast<int>(!all.branch.isEmpty()) + static_cast<int>(!all.tag.isEmpty()) +
                       static_cast<int>(!all.revision.isEmpty());
    if (places > 0 && all.git.isEmpty()) {
        return invalidSpec(QObject::tr("--branch, --tag and --rev say which commit of a repository is meant: give its "
                                       "URL with --git."));
    }
    if (places > 1) {
        return invalidSpec(QObject::tr("Only one of --branch, --tag and --rev can be given."));
    }
    if (!all.registry.isEmpty() && (!all.git.isEmpty() || !all.path.isEmpty())) {
        return invalidSpec(
            QObject::tr("--registry cannot be given with --git or --path: a dependency has one source."));
    }
    if (!all.rename.isEmpty() && m_crates.size() > 1) {
        return invalidSpec(QObject::tr("--rename gives one crate another name, and here are %1.").arg(m_crates.size()));
    }
    if (!all.rename.isEmpty() && !isPackageName(all.rename)) {
        return invalidSpec(QObject::tr("“%1” cannot be the name of a dependency: letters, digits, - and _, beginning "
                                       "with a letter or _.")
                               .arg(all.rename));
    }
    if (m_crates.isEmpty() && all.git.isEmpty() && all.path.isEmpty()) {
        return invalidSpec(QObject::tr("The name of the crate is missing. Write it first, such as serde -F derive."));
    }
    return {};
}

/// "serde", "serde@1", and the '=' of the platform's command line for the '@'.
Result<void> readCrate(const QString &word, DependencySpec &spec)
{
    const qsizetype at = word.indexOf(QRegularExpression(QStringLiteral("[@=]")));
    const QString name = at < 0 ? word : word.first(at);
    if (!isPackageName(name)) {
        return notADependency(word);
    }
    spec.package = name;
    if (at < 0) {
        return {};
    }
    spec.requirement = word.sliced(at + 1).trimmed();
    if (spec.requirement.isEmpty()) {
        return invalidSpec(QObject::tr("“%1” has no version behind the %2.").arg(word, word[at]));
    }
    if (!isVersionRequirement(spec.requirement)) {
        return invalidSpec(QObject::tr("“%1” is not a version that Cargo takes. Write one such as 1, 1.2.3, ~1.4 or "
                                       "\">=1, <2\".")
                               .arg(spec.requirement));
    }
    static const QRegularExpression build(QStringLiteral("\\+[0-9A-Za-z.-]+"));
    spec.requirement.remove(build); // says nothing to Cargo
    const QString source = !spec.git.isEmpty() ? "--git"_L1 : !spec.path.isEmpty() ? "--path"_L1 : ""_L1;
    if (!source.isEmpty()) {
        return invalidSpec(
            QObject::tr("%1 takes the version that is there: leave the %2 away.").arg(source, word.sliced(at)));
    }
    return {};
}

/// Gives each crate its features: of several, a feature names its crate.
Result<QList<DependencySpec>> AddLine::withFeatures(QList<DependencySpec> specs) const
{
    for (const QString &feature : m_features) {
        const qsizetype slash = feature.indexOf(u'/');
        if (slash < 0 && specs.size() > 1) {
            return invalidSpec(
                QObject::tr("Of which crate is the feature %1? Write %2/%1.").arg(feature, specs.front().package));
        }
        const auto owner =
            slash < 0 ? specs.begin() : std::ranges::find(specs, feature.first(slash), &DependencySpec::package);
        if (owner == specs.end()) {
            return invalidSpec(QObject::tr("The feature %1 is of the crate %2, which is not among those to be added.")
                                   .arg(feature.sliced(slash + 1), feature.first(slash)));
        }
        owner->features << feature.sliced(slash + 1);
    }
    return specs;
}

Result<QList<DependencySpec>> AddLine::specs() const
{
    if (const auto checked = check(); !checked) {
        return std::unexpected(checked.error());
    }
    DependencySpec common = m_common;
    common.table = m_isDev ? DependencyTable::Dev : m_isBuild ? DependencyTable::Build : DependencyTable::Normal;
    QList<DependencySpec> specs;
    for (const QString &word : m_crates) {
        DependencySpec spec = common;
        if (const auto read = readCrate(word, spec); !read) {
            return std::unexpected(read.error());
        }
        specs << spec;
    }
    if (specs.isEmpty()) {
        specs << common;
    }
    return withFeatures(std::move(specs));
}

} // namespace

Result<QList<DependencySpec>> parseCargoAddLine(const QString &text)
{
    const auto words = splitWords(text);
    if (!words) {
        return std::unexpected(words.error());
    }
    AddLine line;
    return line.take(*words).and_then([&] { return line.specs(); });
}

} // namespace studio
