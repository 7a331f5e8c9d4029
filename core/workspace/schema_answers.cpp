// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/schema_answers.h"

#include "core/base/detach.h"
#include "core/base/files.h"
#include "core/workspace/byte_position.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_items.h"
#include "core/workspace/schema_items.h"
#include "core/workspace/workspace.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>

#include <algorithm>

namespace studio {

namespace {

constexpr std::chrono::milliseconds schemaPause{300};
constexpr qint64 maxSchemaFile = 1 << 20;
constexpr qsizetype maxJsonText = 1 << 20;

/// The file that `$schema` names, absolute; empty for none and for an address elsewhere.
QString schemaFile(const QString &path, QByteArrayView text)
{
    const JsonNode root = readJsonNodes(text);
    const auto member = std::ranges::find(root.children, QStringLiteral("$schema"), &JsonNode::key);
    if (member == root.children.end() || member->type != JsonNode::Type::String || member->text.isEmpty() ||
        member->text.contains(QLatin1String("://"))) {
        return {};
    }
    return QDir::cleanPath(QFileInfo(path).dir().absoluteFilePath(member->text.section(u'#', 0, 0)));
}

/// InvalidArgument: it is outside of the project, also through a link.
Result<QByteArray> readSchema(const QString &file, const QString &folder)
{
    const QString canonical = QFileInfo(file).canonicalFilePath();
    if (!canonical.startsWith(folder + u'/')) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("%1 is not a file of the project.").arg(file));
    }
    return readRegularFile(canonical, maxSchemaFile).transform([](const auto &bytes) {
        return bytes.value_or(QByteArray());
    });
}

Diagnostic diagnosticOf(const SchemaProblem &problem, const QByteArray &text, const QString &file)
{
    const auto columnAt = [&](qsizetype offset) {
        const qsizetype line = QByteArrayView(text).first(offset).lastIndexOf('\n') + 1;
        return static_cast<int>(QString::fromUtf8(text.sliced(line, offset - line)).toUcs4().size()) + 1;
    };
    return {.severity = Severity::Warning,
            .message = problem.message,
            .file = file,
            .line = static_cast<int>(QByteArrayView(text).first(problem.from).count('\n')) + 1,
            .column = columnAt(problem.from),
            .endLine = static_cast<int>(QByteArrayView(text).first(problem.to).count('\n')) + 1,
            .endColumn = columnAt(problem.to)};
}

} // namespace

SchemaAnswers::SchemaAnswers(Workspace *workspace, QObject *parent) : AnswerSource(parent), m_workspace(workspace)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(schemaPause);
    connect(&m_pause, &QTimer::timeout, this, [this] { detach(checkAll()); });
    DocumentStore *const documents = workspace->documents();
    connect(documents, &DocumentStore::documentOpened, this, &SchemaAnswers::noteChange);
    connect(documents, &DocumentStore::documentChanged, this, &SchemaAnswers::noteChange);
    connect(documents, &DocumentStore::documentSaved, this, [this] { // a schema, for one
        const QStringList open = m_workspace->documents()->openPaths();
        std::ranges::for_each(open, [this](const QString &path) { noteChange(path); });
    });
    connect(documents, &DocumentStore::documentClosed, this, [this](const QString &path) {
        m_changed.remove(path);
        if (isJson(path)) {
            m_workspace->diagnostics()->replace(DiagnosticList::Source::Schema,
                                                QDir(m_workspace->folder()).relativeFilePath(path), {});
        }
    });
}

bool SchemaAnswers::isJson(const QString &path) const
{
    return m_workspace->isOpen() && path.endsWith(QLatin1String(".json")) &&
           path.startsWith(m_workspace->folder() + u'/');
}

bool SchemaAnswers::canAnswer(const QString &path) const
{
    return isJson(path) && m_workspace->documents()->isOpen(path);
}

QStringList SchemaAnswers::completionTriggers() const
{
    return {QStringLiteral("\""), QStringLiteral(":")};
}

bool SchemaAnswers::isOfName(QChar character) const
{
    return character.isLetterOrNumber() || QStringView(u"_-$").contains(character);
}

TextRange SchemaAnswers::rangeIn(const QString &path, const lsp::Range &range) const
{
    Q_UNUSED(path)
    return {{range.start.line, range.start.character}, {range.end.line, range.end.character}};
}

QByteArray SchemaAnswers::textOf(const QString &path) const
{
    const auto text = canAnswer(path) ? m_workspace->documents()->text(path) : Result<QString>(QString());
    return text && text->size() <= maxJsonText ? text->toUtf8() : QByteArray();
}

Task<JsonSchema> SchemaAnswers::schemaFor(QString path, QByteArray text)
{
    const QString folder = m_workspace->folder();
    const QString file = schemaFile(path, text);
    if (file.isEmpty()) {
        co_return JsonSchema();
    }
    const std::optional<QByteArray> open =
        m_workspace->documents()->isOpen(file) && file.startsWith(folder + u'/')
            ? std::optional(m_workspace->documents()->text(file).value_or(QString()).toUtf8())
            : std::nullopt;
    co_return co_await whileAlive(this, onWorker([file, folder, open]() -> Result<JsonSchema> {
                                      const auto bytes = open ? Result<QByteArray>(*open) : readSchema(file, folder);
                                      const auto json =
                                          bytes.and_then([](const QByteArray &read) { return parseJson(read); });
                                      return json.transform([](const Json &schema) { return JsonSchema(schema); });
                                  }));
}

lsp::AnswerCall SchemaAnswers::complete(const QString &path, TextPlace place, const QString &trigger,
                                        Done<lsp::CompletionList> done)
{
    Q_UNUSED(trigger)
    const auto call = std::make_shared<lsp::AnswerCall::Local>();
    detach(answer(path, place, call, std::move(done)));
    return lsp::AnswerCall(call);
}

QCoro::Task<void> SchemaAnswers::answer(QString path, TextPlace place, Local call, Done<lsp::CompletionList> done)
{
    const QByteArray text = textOf(path);
    (void)co_await whileAlive(this, onWorker([] { return Result<bool>(true); })); // never told before it has returned
    const auto schema = co_await whileAlive(this, schemaFor(path, text));
    if (std::exchange(call->hasEnded, true)) {
        co_return;
    }
    const qsizetype at = byteOffset(text, place);
    const JsonPlace word = jsonPlaceAt(text, at);
    lsp::CompletionList list{.anchor = bytePosition(text, std::min(word.from, at)),
                             .items = schemaItems(schema.value_or(JsonSchema()), word)};
    if (word.from < at && text[word.from] == '"') {
        list.anchor->character += 1;
    }
    for (lsp::CompletionItem &item : list.items) {
        const lsp::Position from = bytePosition(text, std::min(word.from, at));
        item.edit = lsp::TextEdit{.range = {from, from}, .newText = item.insertText};
        item.replacesBehind = static_cast<int>(std::max<qsizetype>(word.to - at, 0));
    }
    done(list);
}

lsp::AnswerCall SchemaAnswers::resolveItem(const lsp::CompletionItem &item, Done<lsp::CompletionItem> done)
{
    const auto call = std::make_shared<lsp::AnswerCall::Local>();
    QTimer::singleShot(0, this, [item, call, done = std::move(done)] {
        if (!std::exchange(call->hasEnded, true)) {
            done(item);
        }
    });
    return lsp::AnswerCall(call);
}

lsp::AnswerCall SchemaAnswers::explain(const QString &path, TextPlace place, Done<lsp::Hover> done)
{
    const auto call = std::make_shared<lsp::AnswerCall::Local>();
    detach(describe(path, place, call, std::move(done)));
    return lsp::AnswerCall(call);
}

QCoro::Task<void> SchemaAnswers::describe(QString path, TextPlace place, Local call, Done<lsp::Hover> done)
{
    const QByteArray text = textOf(path);
    (void)co_await whileAlive(this, onWorker([] { return Result<bool>(true); }));
    const auto schema = co_await whileAlive(this, schemaFor(path, text));
    if (std::exchange(call->hasEnded, true)) {
        co_return;
    }
    const JsonPlace word = jsonPlaceAt(text, std::min(byteOffset(text, place) + 1, text.size()));
    QStringList lines = schemaDescription(schema.value_or(JsonSchema()), text, word).split(u'\n');
    std::ranges::transform(lines, lines.begin(), asPlainMarkdown);
    done(lsp::Hover{.contents = {.value = lines.join(QStringLiteral("\n\n")), .isMarkdown = true}, .range = {}});
}

void SchemaAnswers::noteChange(const QString &path)
{
    if (isJson(path)) {
        m_changed.insert(path);
        m_pause.start();
    }
}

QCoro::Task<void> SchemaAnswers::checkAll()
{
    const QSet<QString> changed = std::exchange(m_changed, {});
    for (const QString &path : changed) {
        co_await whileAlive(this, check(path));
    }
}

QCoro::Task<void> SchemaAnswers::check(QString path)
{
    const QByteArray text = textOf(path);
    const auto schema = co_await whileAlive(this, schemaFor(path, text));
    const auto found = co_await whileAlive(this, onWorker([text, schema]() -> Result<QList<SchemaProblem>> {
                                               const bool isChecked = schema && !schema->isEmpty() && !text.isEmpty() &&
                                                                      !findJsonFault(text);
                                               return isChecked ? schema->check(text) : QList<SchemaProblem>();
                                           }));
    if (textOf(path) != text || !canAnswer(path)) {
        co_return; // it is checked again
    }
    const QString file = QDir(m_workspace->folder()).relativeFilePath(path);
    QList<Diagnostic> all;
    for (const SchemaProblem &problem : *found) {
        all << diagnosticOf(problem, text, file);
    }
    m_workspace->diagnostics()->replace(DiagnosticList::Source::Schema, file, all);
}

} // namespace studio
