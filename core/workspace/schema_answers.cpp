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
    if (!isInsideFolder(file, folder)) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("%1 is not a file of the project.").arg(file));
    }
    return readRegularFile(QFileInfo(file).canonicalFilePath(), maxSchemaFile).transform([](const auto &bytes) {
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

lsp::CompletionList completionsAt(const QByteArray &text, TextPlace place, const JsonSchema &schema,
                                  const std::stop_token &stop)
{
    const qsizetype at = byteOffset(text, place);
    const JsonPlace word = jsonPlaceAt(text, at);
    const lsp::Position from = bytePosition(text, std::min(word.from, at));
    lsp::CompletionList list{.anchor = from, .items = schemaItems(schema, word, stop)};
    if (word.from < at && text[word.from] == '"') {
        list.anchor->character += 1;
    }
    for (lsp::CompletionItem &item : list.items) {
        item.edit = lsp::TextEdit{.range = {from, from}, .newText = item.insertText};
        item.replacesBehind = static_cast<int>(std::max<qsizetype>(word.to - at, 0));
    }
    return list;
}

lsp::Hover hoverAt(const QByteArray &text, TextPlace place, const JsonSchema &schema, const std::stop_token &stop)
{
    const JsonPlace word = jsonPlaceAt(text, std::min(byteOffset(text, place) + 1, text.size()));
    QStringList lines = schemaDescription(schema, text, word, stop).split(u'\n');
    std::ranges::transform(lines, lines.begin(), asPlainMarkdown);
    return {.contents = {.value = lines.join(QStringLiteral("\n\n")), .isMarkdown = true}, .range = {}};
}

/// There is nothing more to say about it.
Task<lsp::CompletionItem> whole(lsp::CompletionItem item)
{
    co_return item;
}

QList<Diagnostic> diagnosticsOf(const QByteArray &text, const QString &file, const JsonSchema &schema,
                                const std::stop_token &stop)
{
    QList<Diagnostic> all;
    if (!schema.isEmpty() && !text.isEmpty() && !findJsonFault(text)) {
        for (const SchemaProblem &problem : schema.check(text, stop)) {
            all << diagnosticOf(problem, text, file);
        }
    }
    return all;
}

} // namespace

SchemaAnswers::~SchemaAnswers()
{
    m_stop.request_stop();
}

SchemaAnswers::SchemaAnswers(Workspace *workspace, QObject *parent) : LocalAnswers(parent), m_workspace(workspace)
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

QByteArray SchemaAnswers::textOf(const QString &path) const
{
    const auto text = canAnswer(path) ? m_workspace->documents()->text(path, maxJsonText) : Result<QString>(QString());
    return text ? text->toUtf8() : QByteArray();
}

Task<JsonSchema> SchemaAnswers::schemaFor(QString path, QByteArray text, std::stop_token stop)
{
    const QString folder = m_workspace->folder();
    const auto named =
        co_await whileAlive(this, onWorker([path, text] { return Result<QString>(schemaFile(path, text)); }));
    const QString file = named.value_or(QString());
    if (file.isEmpty() || stop.stop_requested()) {
        co_return JsonSchema();
    }
    const std::optional<QString> open =
        m_workspace->documents()->isOpen(file) && file.startsWith(folder + u'/')
            ? std::optional(m_workspace->documents()->text(file, maxSchemaFile).value_or(QString()))
            : std::nullopt;
    co_return co_await whileAlive(this, onWorker([file, folder, open]() -> Result<JsonSchema> {
                                      const auto bytes =
                                          open ? Result<QByteArray>(open->toUtf8()) : readSchema(file, folder);
                                      const auto json =
                                          bytes.and_then([](const QByteArray &read) { return parseJson(read); });
                                      return json.transform([](const Json &schema) { return JsonSchema(schema); });
                                  }));
}

lsp::AnswerCall SchemaAnswers::complete(const QString &path, TextPlace place, const QString &trigger,
                                        Done<lsp::CompletionList> done)
{
    Q_UNUSED(trigger)
    return answerWith<lsp::CompletionList>(std::move(done), [this, path, place](std::stop_token stop) {
        return completions(path, place, std::move(stop));
    });
}

Task<lsp::CompletionList> SchemaAnswers::completions(QString path, TextPlace place, std::stop_token stop)
{
    const QByteArray text = textOf(path);
    const auto schema = co_await whileAlive(this, schemaFor(path, text, stop));
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    co_return co_await whileAlive(this, onWorker([text, place, stop, schema = schema.value_or(JsonSchema())] {
                                      return Result<lsp::CompletionList>(completionsAt(text, place, schema, stop));
                                  }));
}

lsp::AnswerCall SchemaAnswers::resolveItem(const lsp::CompletionItem &item, Done<lsp::CompletionItem> done)
{
    return answerWith<lsp::CompletionItem>(
        std::move(done), [item](std::stop_token) -> Task<lsp::CompletionItem> { return whole(item); });
}

lsp::AnswerCall SchemaAnswers::explain(const QString &path, TextPlace place, Done<lsp::Hover> done)
{
    return answerWith<lsp::Hover>(
        std::move(done), [this, path, place](std::stop_token stop) { return describe(path, place, std::move(stop)); });
}

Task<lsp::Hover> SchemaAnswers::describe(QString path, TextPlace place, std::stop_token stop)
{
    const QByteArray text = textOf(path);
    const auto schema = co_await whileAlive(this, schemaFor(path, text, stop));
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    co_return co_await whileAlive(this, onWorker([text, place, stop, schema = schema.value_or(JsonSchema())] {
                                      return Result<lsp::Hover>(hoverAt(text, place, schema, stop));
                                  }));
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
    m_stop.request_stop();
    m_stop = {};
    const std::stop_token stop = m_stop.get_token();
    m_unchecked += std::exchange(m_changed, {});
    const QSet<QString> unchecked = m_unchecked;
    for (const QString &path : unchecked) {
        co_await whileAlive(this, check(path, stop));
        if (stop.stop_requested()) {
            co_return; // the next call goes on with what is left
        }
        m_unchecked.remove(path);
    }
}

QCoro::Task<void> SchemaAnswers::check(QString path, std::stop_token stop)
{
    const QByteArray text = textOf(path);
    const QString file = QDir(m_workspace->folder()).relativeFilePath(path);
    const auto schema = co_await whileAlive(this, schemaFor(path, text, stop));
    const auto found =
        co_await whileAlive(this, onWorker([text, file, stop, schema = schema.value_or(JsonSchema())] {
                                return Result<QList<Diagnostic>>(diagnosticsOf(text, file, schema, stop));
                            }));
    if (!stop.stop_requested() && textOf(path) == text && canAnswer(path)) { // else it is checked again
        m_workspace->diagnostics()->replace(DiagnosticList::Source::Schema, file, *found);
    }
}

} // namespace studio
