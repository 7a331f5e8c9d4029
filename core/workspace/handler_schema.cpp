// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/handler_schema.h"

#include "core/api/compute_service.h"
#include "core/base/detach.h"
#include "core/base/files.h"
#include "core/config/yaml_json.h"
#include "core/workspace/document_store.h"
#include "core/workspace/workspace.h"

namespace studio {

namespace {

constexpr std::chrono::milliseconds infoPause{200};
constexpr qsizetype maxSchemaBytes = 1 << 20;

JsonSchema schemaOfText(const QByteArray &json)
{
    const auto parsed = json.size() <= maxSchemaBytes ? parseJson(json) : Result<Json>(Json());
    return parsed && parsed->isObject() ? JsonSchema(*parsed) : JsonSchema();
}

} // namespace

JsonSchema schemaOfInfo(const QByteArray &yaml)
{
    const auto info = yaml.size() <= maxSchemaBytes ? yamlAsJson(yaml) : Result<Json>(Json());
    if (!info) {
        return {};
    }
    const Json &input = std::as_const(*info)["input"];
    return input.isString()   ? schemaOfText(QByteArray::fromStdString(input.utf8()))
           : input.isObject() ? JsonSchema(input)
                              : JsonSchema();
}

HandlerSchema::HandlerSchema(Workspace *workspace, QObject *parent) : QObject(parent), m_workspace(workspace)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(infoPause);
    connect(&m_pause, &QTimer::timeout, this, &HandlerSchema::read);
    const auto readSoon = [this](const QString &changed) {
        if (changed == path()) {
            m_pause.start();
        }
    };
    connect(workspace->documents(), &DocumentStore::documentChanged, this, readSoon);
    connect(workspace->documents(), &DocumentStore::documentSaved, this, readSoon);
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

QCoro::Task<void> HandlerSchema::readNow()
{
    const int asked = ++m_asked;
    const QString folder = m_workspace->folder();
    const QString file = path();
    QByteArray yaml;
    if (m_workspace->documents()->isOpen(file)) {
        yaml = m_workspace->documents()->text(file, maxSchemaBytes).value_or(QString()).toUtf8();
    } else {
        const auto read = co_await whileAlive(this, onWorker([file] { return readRegularFile(file, maxSchemaBytes); }));
        yaml = read ? read->value_or(QByteArray()) : QByteArray();
    }
    auto schema = co_await whileAlive(this, onWorker([yaml] { return Result<JsonSchema>(schemaOfInfo(yaml)); }));
    if (asked == m_asked && schema->isEmpty() && m_workspace->isOpen()) {
        const auto app = co_await whileAlive(this, m_workspace->localPlatform()->getApp(m_workspace->localAppId()));
        const QByteArray given = app ? app->inputSchema.toUtf8() : QByteArray();
        schema = co_await whileAlive(this, onWorker([given] { return Result<JsonSchema>(schemaOfText(given)); }));
    }
    if (asked == m_asked && folder == m_workspace->folder() && !(*schema == m_schema)) {
        m_schema = *schema;
        Q_EMIT changed();
    }
}

} // namespace studio
