// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/handler_schema.h"

#include "core/api/compute_service.h"
#include "core/base/detach.h"
#include "core/base/files.h"
#include "core/config/handler_info.h"
#include "core/schema/handler_types.h"
#include "core/workspace/document_store.h"
#include "core/workspace/workspace.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>
#include <optional>

namespace studio {

namespace {

constexpr std::chrono::milliseconds infoPause{200};
constexpr qsizetype maxSchemaBytes = 1 << 20; ///< also of a source
constexpr qsizetype maxSources = 300;

JsonSchema schemaOfText(const QByteArray &json)
{
    const auto parsed = json.size() <= maxSchemaBytes ? parseJson(json) : Result<Json>(Json());
    return parsed && parsed->isObject() ? JsonSchema(*parsed) : JsonSchema();
}

/// The Rust files in `source`, a folder in the project's.
QList<RustFile> readSources(const QString &folder, const QString &source, const QMap<QString, QByteArray> &typed)
{
    QList<RustFile> files;
    QDirIterator entries(source, {QStringLiteral("*.rs")}, QDir::Files | QDir::NoSymLinks,
                         QDirIterator::Subdirectories);
    while (entries.hasNext() && files.size() < maxSources) {
        const QString path = entries.next();
        const QString shown = QDir(folder).relativeFilePath(path);
        const auto text = typed.constFind(shown);
        const auto read =
            text != typed.constEnd() ? Result<std::optional<QByteArray>>(*text) : readRegularFile(path, maxSchemaBytes);
        if (read && *read) {
            files.append({.path = shown, .text = QString::fromUtf8(**read)});
        }
    }
    std::ranges::sort(files, {}, &RustFile::path);
    return files;
}

} // namespace

JsonSchema schemaOfInfo(const QByteArray &yaml)
{
    const auto reading = yaml.size() <= maxSchemaBytes
                             ? readHandlerInfo(yaml)
                             : fail(ErrorCode::ResourceExhausted, QObject::tr("info.yaml is too large."));
    return reading && reading->info.input.isObject() ? JsonSchema(reading->info.input) : JsonSchema();
}

HandlerSchema::HandlerSchema(Workspace *workspace, QObject *parent) : QObject(parent), m_workspace(workspace)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(infoPause);
    connect(&m_pause, &QTimer::timeout, this, &HandlerSchema::read);
    const auto readSoon = [this](const QString &changed) {
        const bool isSource = changed.endsWith(QLatin1String(".rs")) && changed.startsWith(sourceFolder() + u'/');
        if (isSource || changed == path()) {
            m_pause.start();
        }
    };
    connect(workspace->documents(), &DocumentStore::documentChanged, this, readSoon);
    connect(workspace->documents(), &DocumentStore::documentSaved, this, readSoon);
    connect(workspace->documents(), &DocumentStore::documentClosed, this, readSoon);
    connect(workspace, &Workspace::opened, this, &HandlerSchema::read);
    connect(workspace, &Workspace::appIdChanged, this, &HandlerSchema::read);
    if (workspace->isOpen()) {
        read();
    }
}

QString HandlerSchema::path() const
{
    return m_workspace->folder() + QStringLiteral("/info.yaml");
}

void HandlerSchema::read()
{
    detach(readNow());
}

QString HandlerSchema::sourceFolder() const
{
    return QFileInfo(m_workspace->handlerFile()).path();
}

QCoro::Task<void> HandlerSchema::readNow()
{
    const int asked = ++m_asked;
    const QString folder = m_workspace->folder();
    JsonSchema schema = co_await whileAlive(this, find());
    HandlerInputs inputs;
    if (m_workspace->isOpen()) {
        inputs = co_await whileAlive(this, ofSource());
    }
    if (schema.isEmpty() && !inputs.body.isEmpty()) {
        schema = JsonSchema(inputs.body);
    }
    const bool isOther =
        !(schema == m_schema) || inputs.queryNames != m_queryNames || inputs.headerNames != m_headerNames;
    if (asked == m_asked && folder == m_workspace->folder() && isOther) {
        m_schema = schema;
        m_queryNames = inputs.queryNames;
        m_headerNames = inputs.headerNames;
        Q_EMIT changed();
    }
}

QCoro::Task<JsonSchema> HandlerSchema::find()
{
    const QString file = path();
    QByteArray yaml;
    if (m_workspace->documents()->isOpen(file)) {
        yaml = m_workspace->documents()->text(file, maxSchemaBytes).value_or(QString()).toUtf8();
    } else {
        const auto read = co_await whileAlive(this, onWorker([file] { return readRegularFile(file, maxSchemaBytes); }));
        yaml = read ? read->value_or(QByteArray()) : QByteArray();
    }
    const auto ofInfo = co_await whileAlive(this, onWorker([yaml] { return Result<JsonSchema>(schemaOfInfo(yaml)); }));
    if (!ofInfo->isEmpty() || !m_workspace->isOpen()) {
        co_return *ofInfo;
    }
    const auto app = co_await whileAlive(this, m_workspace->localPlatform()->getApp(m_workspace->localAppId()));
    const QByteArray given = app ? app->inputSchema.toUtf8() : QByteArray();
    const auto ofApp = co_await whileAlive(this, onWorker([given] { return Result<JsonSchema>(schemaOfText(given)); }));
    co_return *ofApp;
}

/// What is typed in the editor counts, saved or not.
QCoro::Task<HandlerInputs> HandlerSchema::ofSource()
{
    const QString folder = m_workspace->folder();
    const auto inputs = co_await whileAlive(
        this, onWorker([folder, source = sourceFolder(), typed = m_workspace->documents()->unsavedTexts(folder)] {
            return Result<HandlerInputs>(handlerInputs(readSources(folder, source, typed)));
        }));
    co_return *inputs;
}

} // namespace studio
