/** Regulations, editions, blanks, what-if. Each text: Chinese, English. */
export const rules = {
  'nav.editions': ['版本与修订', 'Editions'],
  'nav.blanks': ['填写空白', 'Fill the blanks'],
  'nav.whatIf': ['假设推演', 'What if'],
  'apply.rules': ['制度', 'Regulations'],
  'apply.rules.text': ['现行制度、条款分值与本单位的选择', 'What is in force, its articles and the choices made'],
  'regulation.find': ['名称、单位或编号，如 R63', 'Name, owner or number, such as R63'],
  'regulation.institution': ['机构类别', 'Kind of institution'],
  'regulation.institution.service-hall': ['政务服务大厅', 'Service hall'],
  'regulation.institution.bank': ['银行', 'Bank'],
  'regulation.institution.hospital': ['医院', 'Hospital'],
  'regulation.state': ['状态', 'State'],
  'regulation.state.inForce': ['本单位现行', 'In force here'],
  'regulation.state.adopted': ['本单位曾采用', 'Adopted here before'],
  'regulation.state.library': ['未采用', 'Not adopted'],
  'regulation.state.superseded': ['已被替代', 'Superseded'],
  'regulation.count': ['{n} / {of} 个版本', '{n} of {of} editions'],
  'regulation.blankCount': ['空白 {n}', '{n} blanks'],
  'regulation.assumedShort': ['{day} 起（推定）', 'from {day} (assumed)'],
  'regulation.holds': [
    '条款 {articles} · 示例 {cases} · 选择 {settings}',
    '{articles} articles · {cases} examples · {settings} choices',
  ],
  'regulation.notRegulations': [
    'N1–N4 是工作总结和活动报告，不是制度，没有可以执行的条款，因此不在本列表中。',
    'N1–N4 are work summaries and campaign reports, not regulations: nothing in them can be executed, so they are not listed.',
  ],
} as const;
