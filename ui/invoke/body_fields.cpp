// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/body_fields.h"

#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

using namespace collection;

namespace {

const QString fileSeparator = QStringLiteral(", @");

} // namespace

BodyFields::BodyFields(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget)
    , m_form(new PairsTable(tr("Field"), tr("Sent as application/x-www-form-urlencoded.")))
    , m_parts(new PairsTable(tr("Part"), tr("A value that begins with @ is a file in the project's folder requests, "
                                            "such as @cat.png.")))
    , m_filePage(new QWidget)
    , m_file(new QLineEdit)
{
    m_file->setPlaceholderText(tr("Path of a file in the project's folder requests"));
    m_file->setAccessibleName(tr("File that is the body"));
    auto *const words = new QLabel(tr("The file is sent byte for byte."));
    words->setForegroundRole(QPalette::PlaceholderText);
    auto *const file = new QVBoxLayout(m_filePage);
    file->addWidget(m_file);
    file->addWidget(words);
    file->addStretch(1);
    m_pages->addWidget(m_form);
    m_pages->addWidget(m_parts);
    m_pages->addWidget(m_filePage);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    connect(m_form, &PairsTable::changed, this, &BodyFields::changed);
    connect(m_parts, &PairsTable::changed, this, &BodyFields::changed);
    connect(m_file, &QLineEdit::textChanged, this, &BodyFields::changed);
}

QWidget *BodyFields::page() const
{
    return m_kind == Body::File ? m_filePage : m_kind == Body::MultipartForm ? m_parts : m_form;
}

void BodyFields::setKind(Body::Kind kind)
{
    m_kind = kind;
    m_pages->setCurrentWidget(page());
}

void BodyFields::setFields(const QList<Pair> &fields)
{
    if (m_kind == Body::File) {
        m_file->setText(fields.isEmpty() ? QString() : fields.first().value);
    } else {
        (m_kind == Body::MultipartForm ? m_parts : m_form)->setPairs(fields);
    }
}

QList<Pair> BodyFields::fields() const
{
    if (m_kind == Body::File) {
        return m_file->text().isEmpty() ? QList<Pair>() : QList<Pair>{{.name = {}, .value = m_file->text()}};
    }
    return (m_kind == Body::MultipartForm ? m_parts : m_form)->pairs();
}

QList<std::pair<Body::Kind, QString>> offeredBodies()
{
    return {{Body::Json, BodyFields::tr("JSON")},
            {Body::Text, BodyFields::tr("Text")},
            {Body::Xml, BodyFields::tr("XML")},
            {Body::FormUrlEncoded, BodyFields::tr("Form")},
            {Body::MultipartForm, BodyFields::tr("Multipart form")},
            {Body::File, BodyFields::tr("File")}};
}

QList<Pair> fieldsOf(const Body &body)
{
    QList<Pair> fields;
    if (body.kind == Body::File) { // the one that is sent
        const auto sent = std::ranges::find(body.fields, true, &BodyField::isSelected);
        const BodyField file = sent == body.fields.end() ? body.fields.value(0) : *sent;
        return file.files.isEmpty() ? fields : QList<Pair>{{.name = {}, .value = file.files.first()}};
    }
    for (const BodyField &field : body.fields) {
        fields.append({.name = field.name,
                       .value = field.isFile ? u'@' + field.files.join(fileSeparator) : field.value,
                       .enabled = !field.isDisabled});
    }
    return fields;
}

Body bodyOfFields(Body::Kind kind, const QList<Pair> &fields, const Body &before)
{
    Body body = before.kind == kind ? before : Body{.kind = kind, .data = {}, .fields = {}, .others = {}};
    body.fields.clear();
    for (const Pair &pair : fields) {
        const auto known = std::ranges::find_if(
            before.fields, [&](const BodyField &field) { return kind == Body::File || field.name == pair.name; });
        BodyField field = before.kind == kind && known != before.fields.end() ? *known : BodyField();
        field.name = pair.name;
        field.isDisabled = !pair.enabled;
        if (kind == Body::File) {
            field.files = {pair.value};
            field.isSelected = true;
        } else if (kind == Body::MultipartForm && pair.value.startsWith(u'@')) {
            field.isFile = true;
            field.value.clear();
            field.files = pair.value.sliced(1).split(fileSeparator);
        } else {
            field.isFile = false;
            field.files.clear();
            field.value = pair.value;
        }
        body.fields << field;
    }
    return body;
}

} // namespace studio
