// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project/new_project_dialog.h"

#include "core/base/task.h"
#include "ui/editor/code_preview.h"
#include "ui/project/project_place.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHash>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace studio {

namespace {

/// "typed-body" as people write it: "Typed body"; "main-rs" is a file's name.
QString titleOf(const QString &name)
{
    static const QHash<QString, const char *> purposes{
        {QStringLiteral("json-api"), QT_TRANSLATE_NOOP("studio::NewProjectDialog", "JSON API")},
        {QStringLiteral("page"), QT_TRANSLATE_NOOP("studio::NewProjectDialog", "Page (HTML)")},
        {QStringLiteral("event-stream"), QT_TRANSLATE_NOOP("studio::NewProjectDialog", "Stream (server-sent events)")},
        {QStringLiteral("background-state"), QT_TRANSLATE_NOOP("studio::NewProjectDialog", "Background state")}};
    if (const char *const purpose = purposes.value(name)) {
        return NewProjectDialog::tr(purpose);
    }
    if (name.endsWith(QLatin1String("-rs"))) {
        return name.chopped(3) + QStringLiteral(".rs");
    }
    QString title = QString(name).replace(QLatin1Char('-'), QLatin1Char(' '));
    return title.isEmpty() ? title : title.first(1).toUpper() + title.sliced(1);
}

/// Text with `code` in it, as rustdoc has it.
QString richText(const QString &documentation)
{
    static const QRegularExpression code(QStringLiteral("`([^`]+)`"));
    return documentation.toHtmlEscaped().replace(code, QStringLiteral("<code>\\1</code>"));
}

} // namespace

NewProjectDialog::NewProjectDialog(const Start &start, QWidget *parent)
    : QDialog(parent)
    , m_content(new QWidget)
    , m_list(new QListWidget)
    , m_description(new QLabel)
    , m_preview(new CodePreview)
    , m_name(new QLineEdit)
    , m_create(nullptr)
{
    setWindowTitle(tr("New project"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_preview->setSyntaxTheme(start.syntaxTheme);
    auto *const columns = new QHBoxLayout(m_content);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(12);
    columns->addWidget(makeTemplates());
    columns->addWidget(makeDetails(start.place), 1);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_create = buttons->addButton(tr("Create"), QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &NewProjectDialog::create);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(m_content, 1);
    column->addWidget(buttons);
    m_create->setDefault(true); // only now: before, it has no dialog whose default it could be
    resize(760, 520);
    QtConcurrent::run([resources = start.resources] {
        return readTemplates(resources);
    }).then(this, [this](const QList<Template> &read) { showTemplates(read); });
}

QWidget *NewProjectDialog::makeTemplates()
{
    m_list->setAccessibleName(tr("Templates"));
    connect(m_list, &QListWidget::currentRowChanged, this, &NewProjectDialog::showTemplate);
    connect(m_list, &QListWidget::itemActivated, this, &NewProjectDialog::create);
    return m_list;
}

QWidget *NewProjectDialog::makeDetails(const QString &place)
{
    m_description->setObjectName(QStringLiteral("templateText"));
    m_description->setWordWrap(true);
    m_description->setTextFormat(Qt::RichText);
    m_preview->setAccessibleName(tr("The template's handler"));
    auto *const form = new QFormLayout;
    form->setSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(tr("Name"), m_name);
    m_place = new ProjectPlace(place, form, this);
    auto *const widget = new QWidget;
    auto *const column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_description);
    column->addWidget(m_preview, 1);
    column->addLayout(form);
    connect(m_name, &QLineEdit::textChanged, this, &NewProjectDialog::showPath);
    connect(m_place, &ProjectPlace::changed, this, &NewProjectDialog::showPath);
    return widget;
}

void NewProjectDialog::showTemplates(const QList<Template> &templates)
{
    m_templates = templates;
    for (const Template &one : templates) {
        m_list->addItem(titleOf(one.name));
    }
    m_list->setFixedWidth(m_list->sizeHintForColumn(0) + 2 * m_list->frameWidth() + 16);
    m_list->setCurrentRow(0);
    m_name->setFocus();
    m_name->selectAll();
}

void NewProjectDialog::showTemplate(int row)
{
    const Template one = m_templates.value(row);
    m_description->setText(richText(one.description));
    m_preview->setCode(QString::fromUtf8(one.source), QFileInfo(one.handlerFile).fileName());
    if (m_name->text().isEmpty() || m_name->text() == m_proposed) { // what was typed stays
        m_proposed = freeProjectName(m_place->folder(), one.name);
        m_name->setText(m_proposed);
    }
    showPath();
}

void NewProjectDialog::showPath()
{
    const auto fits = checkProjectName(m_name->text());
    if (!fits) {
        m_place->showError(fits.error().message);
    }
    const bool isFree = fits && !m_place->showFolderOf(m_name->text(), tr("Makes %1"));
    m_create->setEnabled(isFree && m_list->currentRow() >= 0);
}

void NewProjectDialog::create()
{
    if (!m_create->isEnabled()) {
        return;
    }
    m_create->setEnabled(false);
    m_content->setEnabled(false); // what is changed meanwhile would begin once more
    const Template from = m_templates.value(m_list->currentRow());
    QtConcurrent::run([from, place = m_place->folder(), name = m_name->text()] {
        return createProject(from, place, name);
    }).then(this, [this](const Result<QString> &folder) {
        if (!folder) {
            m_content->setEnabled(true);
            m_create->setEnabled(true);
            m_place->showError(folder.error().message);
            m_name->setFocus();
            return;
        }
        Q_EMIT created(*folder);
        accept();
    });
}

} // namespace studio
