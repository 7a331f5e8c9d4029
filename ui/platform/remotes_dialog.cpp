// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/remotes_dialog.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/common/theme.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace studio {

RemotesDialog::RemotesDialog(Remotes *remotes, QWidget *parent)
    : QDialog(parent)
    , m_remotes(remotes)
    , m_edited(remotes->list())
    , m_tokens(m_edited.remotes.size())
    , m_list(new QListWidget)
    , m_form(nullptr)
    , m_name(new QLineEdit)
    , m_endpoint(new QLineEdit)
    , m_organization(new QLineEdit)
    , m_token(new QLineEdit)
    , m_hint(new QLabel)
    , m_remove(new QPushButton(tr("Remove")))
    , m_save(nullptr)
{
    setWindowTitle(tr("Remotes"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *const columns = new QHBoxLayout;
    columns->setSpacing(12);
    columns->addWidget(makeList());
    columns->addWidget(m_form = makeForm(), 1);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_save = buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
    m_save->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] { detach(save()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addLayout(columns, 1);
    column->addWidget(m_hint);
    column->addWidget(buttons);
    resize(620, 320);
    for (const Remote &one : std::as_const(m_edited.remotes)) {
        m_currentRow = one.name == m_edited.current ? m_list->count() : m_currentRow;
        m_list->addItem(one.name);
    }
    if (m_edited.remotes.isEmpty()) {
        add();
    }
    m_list->setCurrentRow(0);
    if (m_remotes->damage()) {
        m_hint->setText(m_remotes->damage()->message);
    }
}

QWidget *RemotesDialog::makeList()
{
    m_list->setFixedWidth(180);
    m_list->setObjectName(QStringLiteral("remotes"));
    m_list->setAccessibleName(tr("Remotes"));
    connect(m_list, &QListWidget::currentRowChanged, this, &RemotesDialog::showRemote);
    auto *const adding = new QPushButton(tr("Add"));
    adding->setObjectName(QStringLiteral("add"));
    m_remove->setObjectName(QStringLiteral("remove"));
    for (QPushButton *button : {adding, m_remove}) {
        button->setAutoDefault(false);
    }
    connect(adding, &QPushButton::clicked, this, &RemotesDialog::add);
    connect(m_remove, &QPushButton::clicked, this, &RemotesDialog::remove);
    auto *const row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(adding);
    row->addWidget(m_remove);
    auto *const widget = new QWidget;
    auto *const column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    return widget;
}

QWidget *RemotesDialog::makeForm()
{
    m_endpoint->setPlaceholderText(QStringLiteral("https://"));
    m_token->setEchoMode(QLineEdit::Password);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    auto *const widget = new QWidget;
    auto *const form = new QFormLayout(widget);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Address"), m_endpoint);
    form->addRow(tr("Organization"), m_organization);
    form->addRow(tr("Token"), m_token);
    for (const auto &[field, name] : {std::pair(m_name, "name"), std::pair(m_endpoint, "endpoint"),
                                      std::pair(m_organization, "organization"), std::pair(m_token, "token")}) {
        field->setObjectName(QString::fromLatin1(name));
        connect(field, &QLineEdit::textEdited, this, &RemotesDialog::takeForm);
    }
    return widget;
}

void RemotesDialog::showRemote(int row)
{
    m_shown = row;
    const bool isOne = row >= 0 && row < m_edited.remotes.size();
    const Remote shown = isOne ? m_edited.remotes[row] : Remote{};
    m_name->setText(shown.name);
    m_endpoint->setText(shown.endpoint);
    m_organization->setText(shown.organization);
    m_token->setText(isOne ? m_tokens[row] : QString());
    const bool isKnown = isOne && m_remotes->list().find(shown.name) != nullptr;
    m_token->setPlaceholderText(isKnown ? tr("as it is, unless a new one is typed")
                                        : tr("what the gateway asks for; `ignite serve` prints where its own is"));
    m_form->setEnabled(isOne);
    m_remove->setEnabled(isOne);
    check();
}

void RemotesDialog::takeForm()
{
    if (m_shown < 0) {
        return;
    }
    m_edited.remotes[m_shown] = {m_name->text().trimmed(), m_endpoint->text().trimmed(),
                                 m_organization->text().trimmed()};
    if (m_shown == m_currentRow) {
        m_edited.current = m_edited.remotes[m_shown].name;
    }
    m_tokens[m_shown] = m_token->text();
    m_list->item(m_shown)->setText(m_name->text().isEmpty() ? tr("New remote") : m_name->text());
    check();
}

void RemotesDialog::add()
{
    m_edited.remotes.append(Remote{});
    m_tokens.append(QString());
    m_list->addItem(tr("New remote"));
    m_list->setCurrentRow(m_list->count() - 1);
    m_name->setFocus();
}

void RemotesDialog::remove()
{
    const int row = m_list->currentRow();
    if (row < 0) {
        return;
    }
    if (row == m_currentRow) {
        m_edited.current.clear();
        m_currentRow = -1;
    } else if (row < m_currentRow) {
        --m_currentRow;
    }
    m_edited.remotes.removeAt(row);
    m_tokens.removeAt(row);
    delete m_list->takeItem(row);
    showRemote(m_list->currentRow());
}

void RemotesDialog::check()
{
    const auto checked = checkRemoteList(m_edited);
    m_save->setEnabled(checked.has_value());
    m_hint->setText(checked ? QString() : checked.error().message);
}

QCoro::Task<void> RemotesDialog::save()
{
    if (!m_save->isEnabled()) {
        co_return;
    }
    m_save->setEnabled(false);
    const auto saved = co_await whileAlive(this, m_remotes->save(m_edited, m_tokens));
    if (!saved) {
        m_hint->setText(saved.error().message);
        m_save->setEnabled(true);
        co_return;
    }
    Q_EMIT this->saved(*saved);
    accept();
}

} // namespace studio
