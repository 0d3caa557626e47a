"""Builds the static TrueType print fonts, their coverage sets and their hashes.

Chromium embeds CFF, collection and variable fonts as nameless Type 3; only static TrueType outlines arrive in a PDF as
named subsets. So every font is converted to quadratic outlines, cut to the characters that offices need, and given a
family name of its own (the sources' reserved names are not used).

usage: build.py <folder where the Debian packages are unpacked> <output folder> [Family ...]
"""
import base64
import bz2
import gzip
import hashlib
import json
import os
import shutil
import sys

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

ROOT, OUT = sys.argv[1], sys.argv[2]
NOTO = 'usr/share/fonts/opentype/noto/'
MAX_ERROR = 1.0  # of 1000 units: a two-hundredth of a millimetre at 16 pt
STAMP = 3786912000  # 2024-01-01 in seconds since 1904: the same file on every machine


def table_of_general_standard():
    """通用规范汉字表 (8,105), as Unihan knows it."""
    with bz2.open(os.path.join(ROOT, 'usr/share/unicode/Unihan_OtherMappings.txt.bz2'), 'rt', encoding='utf-8') as lines:
        return {int(line.split('\t')[0][2:], 16) for line in lines if '\tkTGH\t' in line}


def codec(name):
    found = set()
    for code in range(0x80, 0x10000):
        try:
            chr(code).encode(name)
            found.add(code)
        except UnicodeEncodeError:
            pass
    return {c for c in found if not 0xE000 <= c <= 0xF8FF}


SYMBOLS = (set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | set(range(0x2010, 0x2028)) | set(range(0x2030, 0x205F))
           | set(range(0x2100, 0x2200)) | set(range(0x2460, 0x2500)) | set(range(0x25A0, 0x2600)) | set(range(0x3000, 0x3040))
           | set(range(0x3200, 0x3400)) | set(range(0xFE30, 0xFE50)) | set(range(0xFF00, 0xFFF0)) | {0x2713, 0x2714, 0x2717, 0x2718})
TGH = table_of_general_standard()
assert len(TGH) == 8105, len(TGH)
LEVEL_1 = set(range(0x3400, 0x4DC0)) | set(range(0x4E00, 0xA000))
EXTRA_NAMES = {ord(c) for c in '䶮𬸦㛃㺹𠮷𰻝'}

FAMILIES = {
    # 仿宋: body text. The whole font: it has few enough characters.
    'GovFangSong': dict(file='usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf', keep=None),
    # 小标宋: titles, and the third step of the ladder for rare names, hence the whole of level 1.
    'GovBiaoSong': dict(file=NOTO + 'NotoSerifCJK-Bold.ttc', number=2, keep=LEVEL_1 | TGH | codec('gbk') | SYMBOLS | EXTRA_NAMES),
    # 黑体: headings only.
    'GovHei': dict(file=NOTO + 'NotoSansCJK-Medium.ttc', number=2, keep=TGH | codec('gb2312') | SYMBOLS),
    # 楷体: second headings, certificates, names that 仿宋 lacks.
    'GovKai': dict(file='usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf', keep=LEVEL_1 | TGH | codec('gbk') | SYMBOLS | EXTRA_NAMES),
    # 宋体 figures for page numbers (GB/T 9704 7.5), nothing else.
    'GovSongDigits': dict(file=NOTO + 'NotoSerifCJK-Regular.ttc', number=2, keep=set(range(0x20, 0x7F)) | {0x2013, 0x2014}),
}


def cut(font, keep):
    options = subset.Options()
    options.layout_features = ['vert']
    options.hinting = False
    options.name_IDs = ['*']
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ['DSIG', 'BASE', 'VORG', 'meta', 'gasp', 'FFTM', 'PfEd']
    worker = subset.Subsetter(options)
    worker.populate(unicodes=keep if keep is not None else font.getBestCmap().keys())
    worker.subset(font)


def to_quadratic(font):
    glyph_set, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    for tag in ('CFF ', 'VORG'):
        if tag in font:
            del font[tag]
    font['loca'] = newTable('loca')
    glyf = font['glyf'] = newTable('glyf')
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    maxp = font['maxp']
    maxp.tableVersion = 0x00010000
    for field in ('maxZones', 'maxTwilightPoints', 'maxStorage', 'maxFunctionDefs', 'maxInstructionDefs', 'maxStackElements',
                  'maxSizeOfInstructions', 'maxComponentElements'):
        setattr(maxp, field, 1 if field == 'maxZones' else 0)
    for name in order:
        width, _ = font['hmtx'][name]
        glyph = glyphs[name]
        glyph.recalcBounds(glyf)
        font['hmtx'][name] = (width, getattr(glyph, 'xMin', 0))
    font['post'].formatType = 3.0
    font['head'].glyphDataFormat = 0
    font.sfntVersion = '\000\001\000\000'


def rename(font, family, copyright_lines):
    names = font['name']
    names.names = []
    for key, value in {0: copyright_lines, 1: family, 2: 'Regular', 3: family + ' 1', 4: family, 5: 'Version 1.000', 6: family}.items():
        names.setName(value, key, 3, 1, 0x409)
    os2 = font['OS/2']
    os2.usWeightClass, os2.fsSelection, font['head'].macStyle = 400, 0x40, 0
    os2.fsType = 0
    font['head'].created = font['head'].modified = STAMP


def coverage(font):
    """code point >> 8 (hexadecimal) → 32 bytes in base64, bit n of byte m = code point 8 m + n."""
    blocks = {}
    for code in font.getBestCmap():
        blocks.setdefault(code >> 8, bytearray(32))[(code & 255) >> 3] |= 1 << (code & 7)
    return {format(k, 'x'): base64.b64encode(bytes(v)).decode() for k, v in sorted(blocks.items())}


def build(family, spec):
    font = TTFont(os.path.join(ROOT, spec['file']), fontNumber=spec.get('number', -1), recalcTimestamp=False, lazy=False)
    original = str(font['name'].getDebugName(0))
    cut(font, spec['keep'])
    if 'glyf' not in font:
        to_quadratic(font)
    rename(font, family, original + ' Converted to TrueType outlines and cut; see the licence beside this file.')
    target = os.path.join(OUT, family + '.ttf')
    font.save(target)
    data = open(target, 'rb').read()
    with open(os.path.join(OUT, family + '.coverage.json'), 'w') as out:
        json.dump(coverage(TTFont(target)), out, separators=(',', ':'))
        out.write('\n')
    print(family, len(data), 'bytes', hashlib.sha256(data).hexdigest(), flush=True)


def licences():
    folder = os.path.join(OUT, 'licences')
    os.makedirs(folder, exist_ok=True)
    with gzip.open(os.path.join(ROOT, 'usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz')) as source:
        open(os.path.join(folder, 'GovFangSong.GPL-3-with-font-exception.txt'), 'wb').write(source.read())
    shutil.copyfile(os.path.join(ROOT, 'usr/share/doc/texlive-doc/fonts/fandol/README'), os.path.join(folder, 'GovFangSong.README-of-Fandol.txt'))
    shutil.copyfile(os.path.join(ROOT, 'usr/share/doc/fonts-noto-cjk/copyright'), os.path.join(folder, 'GovBiaoSong-GovHei-GovSongDigits.OFL-1.1.txt'))
    shutil.copyfile(os.path.join(ROOT, 'usr/share/doc/fonts-lxgw-wenkai/copyright'), os.path.join(folder, 'GovKai.OFL-1.1.txt'))


if __name__ == '__main__':
    licences()
    for wanted in sys.argv[3:] or FAMILIES:
        build(wanted, FAMILIES[wanted])
