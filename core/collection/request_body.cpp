// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/request_body.h"

#include "core/base/display.h"
#include "core/base/files.h"
#include "core/model/invocation.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>
#include <QUrl>
#include <QUuid>

#include <algorithm>

namespace studio::collection {

namespace {

class BodyMaker
{
public:
    BodyMaker(QString folder, RequestTexts &texts) : m_folder(std::move(folder)), m_texts(texts) {}

    RequestBody make(const Body &body)
    {
        switch (body.kind) {
        case Body::None:
            return {};
        case Body::Json:
            return {.contentType = "application/json", .content = text(body.data).toUtf8()};
        case Body::Text:
            return {.contentType = "text/plain", .content = text(body.data).toUtf8()};
        case Body::Xml:
            return {.contentType = "application/xml", .content = text(body.data).toUtf8()};
        case Body::Sparql:
            return {.contentType = "application/sparql-query", .content = text(body.data).toUtf8()};
        case Body::FormUrlEncoded:
            return {.contentType = "application/x-www-form-urlencoded", .content = form(body.fields)};
        case Body::MultipartForm:
            return multipart(body.fields);
        case Body::File:
            return selectedFile(body.fields);
        }
        return {};
    }

private:
    QString text(const QString &written) { return m_texts.text(written); }

    QByteArray form(const QList<BodyField> &fields)
    {
        QByteArrayList pairs;
        for (const BodyField &field : fields) {
            if (!field.isDisabled) {
                pairs << QUrl::toPercentEncoding(text(field.name)) + '=' + QUrl::toPercentEncoding(text(field.value));
            }
        }
        return pairs.join('&');
    }

    RequestBody multipart(const QList<BodyField> &fields)
    {
        const QByteArray boundary = "ignite-" + QUuid::createUuid().toByteArray(QUuid::Id128);
        QByteArray made;
        const auto add = [&](const BodyField &field, const QString &fileName, const QByteArray &content) {
            made += "--" + boundary + "\r\ncontent-disposition: form-data; name=\"" + quoted(text(field.name)) + '"';
            made += fileName.isEmpty() ? QByteArray() : "; filename=\"" + quoted(fileName) + '"';
            made += "\r\n";
            if (!field.contentType.isEmpty()) {
                made += "content-type: " + oneLine(text(field.contentType)) + "\r\n";
            }
            made += "\r\n" + content + "\r\n";
        };
        for (const BodyField &field : fields) {
            if (field.isDisabled) {
                continue;
            }
            if (!field.isFile) {
                add(field, {}, text(field.value).toUtf8());
            }
            for (const QString &file : field.files) {
                add(field, QFileInfo(file).fileName(), content(file));
                if (made.size() > maxBodyBytes) {
                    m_texts.refuse(QObject::tr("The body is larger than %1.").arg(sizeText(maxBodyBytes)));
                    return {};
                }
            }
        }
        return {.contentType = "multipart/form-data; boundary=" + boundary,
                .content = made + "--" + boundary + "--\r\n"};
    }

    static QByteArray oneLine(QString text) { return text.remove(u'\r').remove(u'\n').toUtf8(); }
    /// As browsers write it (RFC 7578, 4.2).
    static QByteArray quoted(QString text)
    {
        return text.replace(u'"', QStringLiteral("%22"))
            .replace(u'\r', QStringLiteral("%0D"))
            .replace(u'\n', QStringLiteral("%0A"))
            .toUtf8();
    }

    RequestBody selectedFile(const QList<BodyField> &fields)
    {
        auto chosen = std::ranges::find_if(fields, &BodyField::isSelected);
        chosen = chosen == fields.end() ? fields.begin() : chosen;
        if (chosen == fields.end() || chosen->files.isEmpty()) {
            return {};
        }
        return {.contentType = chosen->contentType.isEmpty() ? QByteArray("application/octet-stream")
                                                             : oneLine(text(chosen->contentType)),
                .content = content(chosen->files.first())};
    }

    /// Of a file below the collection: what others wrote must not send files of this machine.
    QByteArray content(const QString &file)
    {
        const QString path = QDir(m_folder).filePath(text(file));
        if (m_texts.error()) {
            return {};
        }
        if (!isInsideFolder(path, m_folder)) {
            m_texts.refuse(QObject::tr("The file %1 of the body is not in the folder of the collection.").arg(file));
            return {};
        }
        const auto read = readRegularFile(path, maxPayloadBytes);
        if (!read || !*read) {
            m_texts.refuse(
                read ? Error{ErrorCode::InvalidArgument, QObject::tr("There is no file %1 for the body.").arg(file), {}}
                     : read.error());
            return {};
        }
        return **read;
    }

    QString m_folder;
    RequestTexts &m_texts;
};

} // namespace

RequestBody makeBody(const Body &body, const QString &folder, RequestTexts &texts)
{
    return BodyMaker(folder, texts).make(body);
}

} // namespace studio::collection
