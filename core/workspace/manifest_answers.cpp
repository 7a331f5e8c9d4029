// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/manifest_answers.h"

#include "core/lsp/completion_filter.h"
#include "core/manifest/manifest_scan.h"
#include "core/workspace/byte_position.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/manifest_items.h"
#include "core/workspace/workspace.h"

#include <QRegularExpression>

#include <algorithm>

namespace studio {

namespace {

using Kind = ManifestPlace::Kind;

constexpr qsizetype maxTextBytes = 1 << 20; ///< a longer manifest gets no completion
constexpr qsizetype maxFeaturesShown = 12;
constexpr qsizetype maxCrates = 1'000; ///< that are offered at a time

/// The value of another key of the same dependency, as it is written on the lines around; empty where there is none.
QString siblingValue(QByteArrayView text, qsizetype at, const QString &key)
{
    // An inline table is on one line, a [dependencies.name] has lines up to the next header.
    const qsizetype header = text.first(at).lastIndexOf("\n[");
    const qsizetype lineStart = text.first(at).lastIndexOf('\n') + 1;
    const qsizetype brace = text.sliced(lineStart, at - lineStart).indexOf('{');
    const qsizetype from = brace >= 0 ? lineStart + brace : std::max<qsizetype>(header, 0);
    qsizetype end = text.indexOf(brace >= 0 ? "\n" : "\n[", at);
    end = end < 0 ? text.size() : end;
    const QString part = QString::fromUtf8(text.sliced(from, end - from));
    const QRegularExpression shape(QStringLiteral("(?:^|[\\s,{])%1\\s*=\\s*[\"']([^\"'\\n]*)[\"']").arg(key),
                                   QRegularExpression::MultilineOption);
    return shape.match(part).captured(1);
}

/// Where in a path the name of a dependency is: 1 in dependencies.serde, 3 in target.x.dependencies.serde; else 0.
qsizetype dependencyAt(const QStringList &path)
{
    for (qsizetype size = 1; size < path.size(); ++size) {
        if (isDependencyTable(path.first(size))) {
            return size;
        }
    }
    return 0;
}

/// Those that fit what was typed: what begins with it first. `known` is sorted; `found` are others or the same. Takes
/// as long as there are crates.
Result<QStringList> fittingCrates(const QStringList &known, const QStringList &found, const QString &word,
                                  const std::stop_token &stop)
{
    QStringList names;
    const auto addFitting = [&](const QString &name) {
        if (lsp::matchScore(name, word) > 0) {
            names << name;
        }
        return !stop.stop_requested();
    };
    if (!std::ranges::all_of(known, addFitting)) {
        return cancelled();
    }
    for (const QString &name : found) {
        if (!std::ranges::binary_search(known, name)) {
            addFitting(name);
        }
    }
    std::ranges::stable_partition(names, [&](const QString &name) { return name.startsWith(word); });
    return names.first(std::min(names.size(), maxCrates));
}

/// The features of the package itself.
QStringList featuresOf(const QString &manifest)
{
    QStringList names;
    for (const ManifestName &key : scanManifest(manifest).keys) {
        if (key.text.startsWith(QLatin1String("features.")) && key.text.count(u'.') == 1) {
            names << key.text.section(u'.', 1);
        }
    }
    return names;
}

} // namespace

ManifestAnswers::ManifestAnswers(Workspace *workspace, CrateLookup *crates, QObject *parent)
    : LocalAnswers(parent), m_workspace(workspace), m_crates(crates)
{
    connect(crates, &CrateLookup::changed, this, &ManifestAnswers::answersChanged);
}

bool ManifestAnswers::canAnswer(const QString &path) const
{
    return m_workspace->isOpen() && path == m_workspace->manifest()->path() && m_workspace->documents()->isOpen(path);
}

QStringList ManifestAnswers::completionTriggers() const
{
    return {QStringLiteral("\""), QStringLiteral("["), QStringLiteral("=")};
}

bool ManifestAnswers::isOfName(QChar character) const
{
    return character.isLetterOrNumber() || QStringView(u"_-+./:").contains(character);
}

bool ManifestAnswers::asksAfter(QChar character, int length) const
{
    Q_UNUSED(character)
    Q_UNUSED(length)
    return true;
}

std::optional<ManifestAnswers::Question> ManifestAnswers::questionAt(const QString &path, TextPlace at) const
{
    const auto text = canAnswer(path) ? m_workspace->documents()->text(path) : Result<QString>(QString());
    if (!text || text->isEmpty() || text->size() > maxTextBytes) {
        return std::nullopt;
    }
    Question question{.place = {}, .text = text->toUtf8(), .anchor = {}, .word = {}};
    const qsizetype offset = byteOffset(question.text, at);
    question.place = manifestPlaceAt(question.text, offset);
    question.anchor = bytePosition(question.text, std::min(question.place.from, offset));
    question.word = QString::fromUtf8(
        QByteArrayView(question.text)
            .sliced(std::min(question.place.from, offset), offset - std::min(question.place.from, offset)));
    return question;
}

lsp::AnswerCall ManifestAnswers::complete(const QString &path, TextPlace place, const QString &trigger,
                                          Done<lsp::CompletionList> done)
{
    Q_UNUSED(trigger)
    return answerWith<lsp::CompletionList>(
        std::move(done), [this, question = questionAt(path, place).value_or(Question{})](std::stop_token stop) {
            return completions(question, std::move(stop));
        });
}

Task<lsp::CompletionList> ManifestAnswers::completions(Question question, std::stop_token stop)
{
    const auto items = co_await whileAlive(this, itemsFor(question, stop));
    const bool isOfCrates = question.place.kind == Kind::Key && isDependencyTable(question.place.path);
    co_return items.transform([&](const Items &all) {
        return lsp::CompletionList{.isIncomplete = isOfCrates, .anchor = question.anchor, .items = all};
    });
}

Task<ManifestAnswers::Items> ManifestAnswers::itemsFor(Question question, std::stop_token stop)
{
    const ManifestPlace &place = question.place;
    switch (place.kind) {
    case Kind::Header:
        for (const char *const table : {"dependencies.", "dev-dependencies.", "build-dependencies."}) {
            const QString prefix = QString::fromLatin1(table);
            if (!place.isTableArray && question.word.startsWith(prefix)) {
                co_return co_await whileAlive(this, crateItems(question, prefix, stop));
            }
        }
        co_return headerItems(place);
    case Kind::Key:
        if (isDependencyTable(place.path)) {
            co_return co_await whileAlive(this, crateItems(question, {}, stop));
        }
        co_return keyItems(place);
    case Kind::Value:
        co_return co_await whileAlive(this, valueItems(question, stop));
    case Kind::Nothing:
        break;
    }
    co_return Items();
}

Task<ManifestAnswers::Items> ManifestAnswers::crateItems(Question question, QString prefix, std::stop_token stop)
{
    const QString word = question.word.sliced(prefix.size());
    const auto known = co_await whileAlive(this, m_crates->names(stop));
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    const auto fitting =
        co_await whileAlive(this, onWorker([known = known.value_or(QStringList()), found = m_crates->found().keys(),
                                            word, stop] { return fittingCrates(known, found, word, stop); }));
    if (!fitting || stop.stop_requested()) {
        co_return cancelled();
    }
    Items items;
    for (const QString &name : *fitting) {
        lsp::CompletionItem item = crateItem(name, question.place);
        if (!prefix.isEmpty()) {
            item.label = item.filterText = item.insertText = prefix + name;
            item.isSnippet = item.completesOn = false;
        }
        item.source = Json{{"crate", name}};
        const auto searched = m_crates->found().constFind(name);
        if (searched != m_crates->found().cend()) {
            item.labelDescription = searched->version;
        }
        items << item;
    }
    m_crates->search(word);
    co_return items;
}

Task<ManifestAnswers::Items> ManifestAnswers::valueItems(Question question, std::stop_token stop)
{
    const ManifestPlace &place = question.place;
    if (place.path.isEmpty()) {
        co_return Items();
    }
    if (const qsizetype at = dependencyAt(place.path); at > 0) {
        const QString field = place.path.value(at + 1, QStringLiteral("version"));
        const QString renamed = siblingValue(question.text, place.from, QStringLiteral("package"));
        const QString package = renamed.isEmpty() ? place.path[at] : renamed;
        if (field == QLatin1String("version") && !place.isElement) {
            const auto entry = co_await whileAlive(this, m_crates->read(package));
            if (stop.stop_requested()) {
                co_return cancelled();
            }
            if (entry && !entry->crate) {
                m_crates->ask(package);
            }
            co_return entry && entry->crate ? versionItems(*entry->crate, place) : Items();
        }
        if (field == QLatin1String("features")) {
            co_return place.isElement ? co_await whileAlive(this, featureItems(question, package, stop))
                                      : Result<Items>(Items());
        }
    }
    if (place.path.first() == QLatin1String("features") && place.isElement) {
        co_return co_await whileAlive(this, ownFeatureItems(question));
    }
    const auto key = manifestKey(place.path.first(place.path.size() - 1), place.path.last());
    const bool isPlace = key && (key->type == ManifestKey::Type::Array) == place.isElement;
    co_return isPlace ? valueItemsOf(*key, place) : Items();
}

Task<ManifestAnswers::Items> ManifestAnswers::featureItems(Question question, QString package, std::stop_token stop)
{
    const auto entry = co_await whileAlive(this, m_crates->read(package));
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    if (!entry || !entry->crate) {
        m_crates->ask(package);
        co_return Items();
    }
    const QString requirement = siblingValue(question.text, question.place.from, QStringLiteral("version"));
    const IndexedVersion *version = entry->crate->newest(requirement);
    version = version ? version : entry->crate->newest();
    co_return version ? featureItemsOf(version->features, elementsAround(question.text, question.place), question.place)
                      : Items();
}

/// The features of the package itself, and its optional dependencies.
Task<ManifestAnswers::Items> ManifestAnswers::ownFeatureItems(Question question)
{
    QStringList optional;
    for (const Dependency &dependency : m_workspace->manifest()->manifest().dependencies) {
        if (dependency.optional) {
            optional << QStringLiteral("dep:") + dependency.key;
        }
    }
    co_return co_await whileAlive(
        this, onWorker([question, optional] {
            return Result<Items>(featureItemsOf(featuresOf(QString::fromUtf8(question.text)) + optional,
                                                elementsAround(question.text, question.place), question.place));
        }));
}

lsp::AnswerCall ManifestAnswers::resolveItem(const lsp::CompletionItem &item, Done<lsp::CompletionItem> done)
{
    return answerWith<lsp::CompletionItem>(
        std::move(done), [this, item](std::stop_token stop) { return resolve(item, std::move(stop)); });
}

Task<lsp::CompletionItem> ManifestAnswers::resolve(lsp::CompletionItem item, std::stop_token stop)
{
    if (const QString name = std::as_const(item.source)["crate"].text(); !name.isEmpty()) {
        const auto text = co_await whileAlive(this, crateDescription(name, {}, stop));
        item.documentation = {.value = text.value_or(QString()), .isMarkdown = true};
    }
    co_return item;
}

lsp::AnswerCall ManifestAnswers::explain(const QString &path, TextPlace place, Done<lsp::Hover> done)
{
    const TextPlace behind{place.line, place.byte + 1}; // the word of the character there
    return answerWith<lsp::Hover>(
        std::move(done), [this, question = questionAt(path, behind).value_or(Question{})](std::stop_token stop) {
            return describe(question, std::move(stop));
        });
}

Task<lsp::Hover> ManifestAnswers::describe(Question question, std::stop_token stop)
{
    const auto text = co_await whileAlive(this, description(question, stop));
    co_return text.transform([](const QString &markdown) {
        return lsp::Hover{.contents = {.value = markdown, .isMarkdown = true}, .range = {}};
    });
}

Task<QString> ManifestAnswers::description(Question question, std::stop_token stop)
{
    const ManifestPlace &place = question.place;
    const QByteArrayView text(question.text);
    const QString word = QString::fromUtf8(text.sliced(place.from, place.to - place.from));
    if (place.kind == Kind::Nothing || word.isEmpty()) {
        co_return QString();
    }
    if (place.kind == Kind::Header) {
        const QStringList path = word.split(u'.');
        const qsizetype at = dependencyAt(path);
        if (at > 0) {
            co_return co_await whileAlive(this, crateDescription(path[at], {}, stop));
        }
        const QList<ManifestHeader> headers = manifestHeaders();
        const auto header = std::ranges::find(headers, word, &ManifestHeader::name);
        co_return header == headers.end() ? QString() : asPlainMarkdown(header->documentation);
    }
    const QStringList whole = place.kind == Kind::Key ? place.path + QStringList(word) : place.path;
    const qsizetype at = dependencyAt(whole);
    const bool isOfCrate = at > 0 && (whole.size() == at + 1 || whole[at + 1] == QLatin1String("version") ||
                                      whole[at + 1] == QLatin1String("features"));
    if (isOfCrate && (place.kind == Kind::Value || whole.size() == at + 1)) {
        const QString renamed = siblingValue(text, place.from, QStringLiteral("package"));
        const bool isRequirement = place.kind == Kind::Value && !place.isElement;
        co_return co_await whileAlive(
            this, crateDescription(renamed.isEmpty() ? whole[at] : renamed, isRequirement ? word : QString(), stop));
    }
    const auto key = manifestKey(whole.first(whole.size() - 1), whole.last());
    co_return key ? QStringLiteral("**%1**\n\n%2").arg(asPlainMarkdown(key->name), asPlainMarkdown(key->documentation))
                  : QString();
}

/// `requirement`: which version is described; the newest where it is empty.
Task<QString> ManifestAnswers::crateDescription(QString name, QString requirement, std::stop_token stop)
{
    const auto entry = co_await whileAlive(this, m_crates->read(name));
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    const auto found = m_crates->found().constFind(name);
    QString description = entry ? entry->description : QString();
    if (description.isEmpty() && found != m_crates->found().cend()) {
        description = found->description;
    }
    if (!entry || (!entry->crate && description.isEmpty())) {
        m_crates->ask(name);
        co_return QString();
    }
    if (description.isEmpty()) {
        m_crates->ask(name);
    }
    QString text = QStringLiteral("**%1**").arg(asPlainMarkdown(name));
    const IndexedVersion *const newest = entry->crate ? entry->crate->newest() : nullptr;
    const IndexedVersion *const fitting =
        entry->crate && !requirement.isEmpty() ? entry->crate->newest(requirement) : nullptr;
    if (newest) {
        text += QStringLiteral(" %1").arg(asPlainMarkdown(newest->text));
    }
    if (!description.isEmpty()) {
        text += QStringLiteral("\n\n%1").arg(asPlainMarkdown(description));
    }
    if (fitting) {
        text += QStringLiteral("\n\n") +
                tr("%1 takes %2.").arg(asPlainMarkdown(requirement), asPlainMarkdown(fitting->text));
    }
    const IndexedVersion *const shown = fitting ? fitting : newest;
    if (shown && !shown->features.isEmpty()) {
        const QStringList some = shown->features.first(std::min(shown->features.size(), maxFeaturesShown));
        text += QStringLiteral("\n\n") + tr("Features: %1").arg(asPlainMarkdown(some.join(QStringLiteral(", ")))) +
                (some.size() < shown->features.size() ? QStringLiteral(" …") : QString());
    }
    co_return text;
}

} // namespace studio
