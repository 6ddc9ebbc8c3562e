<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>S2GM</name>
    <message>
        <source>No area is given. Fill in EXTENT, AREA (polygon layer) or GEOMETRY (drawn polygon).</source>
        <translation>Es ist kein Gebiet angegeben. Füllen Sie EXTENT, AREA (Polygonlayer) oder GEOMETRY (gezeichnetes Polygon) aus.</translation>
    </message>
    <message>
        <source>EXTENT, AREA and GEOMETRY have no surface in common; the mosaic covers what they share.</source>
        <translation>EXTENT, AREA und GEOMETRY haben keine gemeinsame Fläche; das Mosaik deckt ab, was ihnen gemeinsam ist.</translation>
    </message>
    <message>
        <source>The extent {value} is empty. Write xmin,xmax,ymin,ymax [EPSG:4326] with min &lt; max.</source>
        <translation>Die Ausdehnung {value} ist leer. Schreiben Sie xmin,xmax,ymin,ymax [EPSG:4326] mit min &lt; max.</translation>
    </message>
    <message>
        <source>The area layer {value} cannot be read. Choose a polygon layer.</source>
        <translation>Der Gebietslayer {value} kann nicht gelesen werden. Wählen Sie einen Polygonlayer.</translation>
    </message>
    <message>
        <source>The area layer {name} holds no polygon, or none is selected.</source>
        <translation>Der Gebietslayer {name} enthält kein Polygon, oder es ist keines gewählt.</translation>
    </message>
    <message>
        <source>The geometry {value} is no polygon. Write CRS=EPSG:4326;Polygon((...)).</source>
        <translation>Die Geometrie {value} ist kein Polygon. Schreiben Sie CRS=EPSG:4326;Polygon((...)).</translation>
    </message>
    <message>
        <source>{name} states no CRS. Add one: [EPSG:4326] behind an extent, CRS=EPSG:4326; before a polygon.</source>
        <translation>{name} nennt kein KBS. Ergänzen Sie es: [EPSG:4326] hinter einer Ausdehnung, CRS=EPSG:4326; vor einem Polygon.</translation>
    </message>
    <message>
        <source>it lies outside the CRS's range</source>
        <translation>es liegt außerhalb des Bereichs des KBS</translation>
    </message>
    <message>
        <source>{name} cannot be transformed from {crs} to longitude and latitude: {reason}.</source>
        <translation>{name} kann nicht von {crs} in Länge und Breite umgerechnet werden: {reason}.</translation>
    </message>
    <message>
        <source>With the preset {name}: {settings}.</source>
        <translation>Mit der Voreinstellung {name}: {settings}.</translation>
    </message>
    <message>
        <source>Settings of a known product</source>
        <translation>Einstellungen eines bekannten Produkts</translation>
    </message>
    <message>
        <source>Gives its own values to the parameters that are left at their defaults; what you change wins. The log says what was set, the description what each preset is.</source>
        <translation>Gibt den Parametern, die auf ihren Vorgaben stehen, eigene Werte; was Sie ändern, gilt vor ihnen. Das Protokoll sagt, was gesetzt wurde, die Beschreibung, was jede Voreinstellung ist.</translation>
    </message>
    <message>
        <source>Options of the method</source>
        <translation>Optionen der Methode</translation>
    </message>
    <message>
        <source>name=value, several separated by semicolons: percentiles=25,50,75;one_per_day=yes. The description lists the options of every method. Empty: their defaults.</source>
        <translation>Name=Wert, mehrere durch Semikolons getrennt: percentiles=25,50,75;one_per_day=yes. Die Beschreibung nennt die Optionen jeder Methode. Leer: ihre Vorgaben.</translation>
    </message>
    <message>
        <source>Spectral indices</source>
        <translation>Spektrale Indizes</translation>
    </message>
    <message>
        <source>Computed from the mosaic's reflectance, as further layers of QUALITY and FOLDER.</source>
        <translation>Aus den Reflexionsgraden des Mosaiks berechnet, als weitere Ebenen von QUALITY und FOLDER.</translation>
    </message>
    <message>
        <source>Bits per reflectance value</source>
        <translation>Bits je Reflexionswert</translation>
    </message>
    <message>
        <source>8 halves the size and is meant for looking at: 1 to 255 for reflectance 0 to a maximum of each band (brighter pixels become 255), 0 for no data.</source>
        <translation>8 halbiert die Größe und ist zum Ansehen gedacht: 1 bis 255 für Reflexionsgrade von 0 bis zu einem Höchstwert je Band (hellere Pixel werden 255), 0 für keine Daten.</translation>
    </message>
    <message>
        <source>Nadir reflectance (NBAR)</source>
        <translation>Reflexion im Nadir (NBAR)</translation>
    </message>
    <message>
        <source>Land as seen from straight above under one sun (c-factor of Roy and others), so that orbits agree. auto: only for the weighted averages.</source>
        <translation>Land, wie es senkrecht von oben unter einer Sonne aussieht (c-Faktor nach Roy und anderen), damit Orbits zusammenpassen. auto: nur für die gewichteten Mittel.</translation>
    </message>
    <message>
        <source>Sun zenith of NBAR (degrees)</source>
        <translation>Zenitwinkel der Sonne für NBAR (Grad)</translation>
    </message>
    <message>
        <source>Empty: the mean at 10:30 local solar time over the period.</source>
        <translation>Leer: das Mittel um 10:30 Ortszeit (Sonne) über den Zeitraum.</translation>
    </message>
    <message>
        <source>Adjust Sentinel-2B to 2A</source>
        <translation>Sentinel-2B an 2A angleichen</translation>
    </message>
    <message>
        <source>Linear adjustment per band. auto: only for the weighted averages.</source>
        <translation>Lineare Angleichung je Band. auto: nur für die gewichteten Mittel.</translation>
    </message>
    <message>
        <source>Fewer date jumps</source>
        <translation>Weniger Datumssprünge</translation>
    </message>
    <message>
        <source>Neighbouring pixels take the same observation where several are equally good. Only for methods that select an observation; values stay genuine.</source>
        <translation>Benachbarte Pixel nehmen dieselbe Beobachtung, wo mehrere gleich gut sind. Nur für Methoden, die eine Beobachtung wählen; die Werte bleiben echt.</translation>
    </message>
    <message>
        <source>Least valid observations</source>
        <translation>Mindestzahl gültiger Beobachtungen</translation>
    </message>
    <message>
        <source>Pixels with fewer are left empty, or filled from the days around the period.</source>
        <translation>Pixel mit weniger bleiben leer oder werden aus den Tagen um den Zeitraum gefüllt.</translation>
    </message>
    <message>
        <source>Fill from days around the period</source>
        <translation>Füllen aus Tagen um den Zeitraum</translation>
    </message>
    <message>
        <source>Days before and after the period; 0 leaves pixels empty. The layer filled marks them.</source>
        <translation>Tage vor und nach dem Zeitraum; 0 lässt Pixel leer. Die Ebene filled markiert sie.</translation>
    </message>
    <message>
        <source>CRS of the mosaic</source>
        <translation>KBS des Mosaiks</translation>
    </message>
    <message>
        <source>Empty: the UTM zone (WGS 84) of the area's centre.</source>
        <translation>Leer: die UTM-Zone (WGS 84) der Gebietsmitte.</translation>
    </message>
    <message>
        <source>Grid of another raster</source>
        <translation>Gitter eines anderen Rasters</translation>
    </message>
    <message>
        <source>The mosaic takes its CRS, pixels and extent exactly, instead of RESOLUTION and CRS. Where no area is given, its outline is the area.</source>
        <translation>Das Mosaik übernimmt dessen KBS, Pixel und Ausdehnung genau, anstelle von RESOLUTION und CRS. Wo kein Gebiet angegeben ist, gilt dessen Umriss.</translation>
    </message>
    <message>
        <source>Outside the area</source>
        <translation>Außerhalb des Gebiets</translation>
    </message>
    <message>
        <source>polygon: pixels outside stay empty; box: the whole rectangle around it is filled.</source>
        <translation>polygon: Pixel außerhalb bleiben leer; box: das ganze Rechteck darum wird gefüllt.</translation>
    </message>
    <message>
        <source>Buffer around the area (metres)</source>
        <translation>Puffer um das Gebiet (Meter)</translation>
    </message>
    <message>
        <source>By how much the area is widened.</source>
        <translation>Um wie viel das Gebiet erweitert wird.</translation>
    </message>
    <message>
        <source>Mosaic</source>
        <translation>Mosaik</translation>
    </message>
    <message>
        <source>Ancillary layers</source>
        <translation>Zusatzebenen</translation>
    </message>
    <message>
        <source>GeoTIFF of all ancillary layers, spectral indices, further percentiles and uncertainties in physical units, one band each. Optional.</source>
        <translation>GeoTIFF aller Zusatzebenen, spektralen Indizes, weiteren Perzentile und Unsicherheiten in physikalischen Einheiten, je ein Band. Freiwillig.</translation>
    </message>
    <message>
        <source>Product folder</source>
        <translation>Produktordner</translation>
    </message>
    <message>
        <source>Folder in which the whole product is kept: a subfolder per mosaic with one file per layer, metadata and quicklook. Products that are finished when a run is cancelled stay. Optional.</source>
        <translation>Ordner, in dem das ganze Produkt bleibt: ein Unterordner je Mosaik mit einer Datei je Ebene, Metadaten und Vorschaubild. Produkte, die bei einem Abbruch fertig sind, bleiben. Freiwillig.</translation>
    </message>
    <message>
        <source>Number of scenes in OUTPUT</source>
        <translation>Zahl der Szenen in OUTPUT</translation>
    </message>
    <message>
        <source>Part of OUTPUT with data</source>
        <translation>Anteil von OUTPUT mit Daten</translation>
    </message>
    <message>
        <source>Product name of OUTPUT</source>
        <translation>Produktname von OUTPUT</translation>
    </message>
    <message>
        <source>The scenes have none of the ordered layers; QUALITY was not written.</source>
        <translation>Die Szenen haben keine der bestellten Ebenen; QUALITY wurde nicht geschrieben.</translation>
    </message>
    <message>
        <source>{name} is written</source>
        <translation>{name} ist geschrieben</translation>
    </message>
    <message>
        <source>What the run took was not noted for later estimates: {reason}</source>
        <translation>Was der Lauf gebraucht hat, wurde nicht für spätere Schätzungen vermerkt: {reason}</translation>
    </message>
    <message>
        <source>The records cannot be written ({reason}).</source>
        <translation>Die Datensätze können nicht geschrieben werden ({reason}).</translation>
    </message>
    <message>
        <source>Time series</source>
        <translation>Zeitreihen</translation>
    </message>
    <message>
        <source>Time series {first} to {last}</source>
        <translation>Zeitreihen {first} bis {last}</translation>
    </message>
    <message>
        <source>The look of the layer could not be stored in {file} ({reason}).</source>
        <translation>Das Aussehen des Layers konnte nicht in {file} gespeichert werden ({reason}).</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>nicht gültig</translation>
    </message>
    <message>
        <source>Quicklook</source>
        <translation>Schnellansicht</translation>
    </message>
    <message>
        <source>Shows a month of Sentinel-2 without clouds in natural colour, fast and coarse.</source>
        <translation>Zeigt einen Monat von Sentinel-2 ohne Wolken in natürlichen Farben, schnell und grob.</translation>
    </message>
    <message>
        <source>GeoTIFF of red, green and blue with 8 bits each, for looking at.</source>
        <translation>GeoTIFF aus Rot, Grün und Blau mit je 8 Bits, zum Ansehen.</translation>
    </message>
    <message>
        <source>Metres per pixel of OUTPUT</source>
        <translation>Meter je Pixel von OUTPUT</translation>
    </message>
    <message>
        <source>Seamless natural-colour mosaic (BrightEarth style)</source>
        <translation>Nahtloses Mosaik in natürlichen Farben (nach Art von BrightEarth)</translation>
    </message>
    <message>
        <source>Makes a natural-colour Sentinel-2 base map without clouds and seams, for looking at.</source>
        <translation>Macht eine Hintergrundkarte von Sentinel-2 in natürlichen Farben ohne Wolken und Nähte, zum Ansehen.</translation>
    </message>
    <message>
        <source>GeoTIFF: a picture of bytes, 1 to 255 and 0 for no data, or with BIT_DEPTH 16 the balanced reflectance. Mosaics of further periods are written beside it, with the first day of their period in the name.</source>
        <translation>GeoTIFF: ein Bild aus Bytes, 1 bis 255 und 0 für keine Daten, oder mit BIT_DEPTH 16 die ausgeglichenen Reflexionsgrade. Mosaike weiterer Zeiträume werden daneben geschrieben, mit dem ersten Tag ihres Zeitraums im Namen.</translation>
    </message>
    <message>
        <source>{tiles} are written into the product folder: give FOLDER a place.</source>
        <translation>{tiles} werden in den Produktordner geschrieben: geben Sie FOLDER einen Ort.</translation>
    </message>
    <message>
        <source>Scenes {first} to {last}</source>
        <translation>Szenen {first} bis {last}</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>Szenen</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>For every pixel, the observations of a period that are free of clouds, cloud shadows and defects are compared. Some methods keep one of them, with all its bands; the others make each value from several observations, which is smoother.</source>
        <translation>Für jedes Pixel werden die Beobachtungen eines Zeitraums verglichen, die frei von Wolken, Wolkenschatten und Fehlern sind. Manche Methoden behalten eine davon mit allen Bändern; die anderen bilden jeden Wert aus mehreren Beobachtungen, was glatter ist.</translation>
    </message>
    <message>
        <source>One of EXTENT, AREA, GEOMETRY and LIKE is needed; several are intersected. With END inside a later period a series is made: OUTPUT holds the first mosaic, the others lie beside it and are added to the project with their time, so that the temporal controller plays them.</source>
        <translation>Eines von EXTENT, AREA, GEOMETRY und LIKE ist nötig; mehrere werden verschnitten. Mit END in einem späteren Zeitraum entsteht eine Reihe: OUTPUT enthält das erste Mosaik, die anderen liegen daneben und kommen mit ihrer Zeit ins Projekt, sodass die Zeitsteuerung sie abspielt.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>OUTPUT holds surface reflectance times 10000 as 16-bit whole numbers with the scale 0.0001 set, or with BIT_DEPTH 8 as bytes with scale and offset of each band: QGIS shows reflectance 0 to 1 in both. QUALITY holds the ancillary layers, indices, further percentiles and uncertainties in physical units.</source>
        <translation>OUTPUT enthält Reflexionsgrade der Oberfläche mal 10000 als ganze Zahlen von 16 Bits mit gesetzter Skala 0.0001, oder mit BIT_DEPTH 8 als Bytes mit Skala und Versatz je Band: QGIS zeigt in beiden Fällen Reflexionsgrade von 0 bis 1. QUALITY enthält Zusatzebenen, Indizes, weitere Perzentile und Unsicherheiten in physikalischen Einheiten.</translation>
    </message>
    <message>
        <source>A picture of a month, to see whether a mosaic is worth making: the median of all clear observations in natural colour. Pixels are 20, 40, 80, ... metres, so that the longer side has at most 1000 of them and archives with overviews send little.</source>
        <translation>Ein Bild eines Monats, um zu sehen, ob sich ein Mosaik lohnt: der Median aller klaren Beobachtungen in natürlichen Farben. Die Pixel haben 20, 40, 80, ... Meter, sodass die längere Seite höchstens 1000 davon hat und Archive mit Übersichten wenig senden.</translation>
    </message>
    <message>
        <source>OUTPUT is for looking at: bytes from 1 to 255 for reflectance 0 to 0.2, 0 for no data. For values make a temporal mosaic.</source>
        <translation>OUTPUT ist zum Ansehen: Bytes von 1 bis 255 für Reflexionsgrade von 0 bis 0,2, 0 für keine Daten. Für Werte machen Sie ein zeitliches Mosaik.</translation>
    </message>
    <message>
        <source>A picture for looking at: few large patches of single overpasses instead of a choice for every pixel, all in one radiometry, with seams where images agree, and blended over several scales. Haze is taken off at low frequencies; gaps are filled from the days around the period and marked.</source>
        <translation>Ein Bild zum Ansehen: wenige große Flecken aus einzelnen Überflügen statt einer Wahl für jedes Pixel, alle in einer Radiometrie, mit Nähten dort, wo Bilder übereinstimmen, und über mehrere Maßstäbe überblendet. Dunst wird bei niedrigen Frequenzen entfernt; Lücken werden aus den Tagen um den Zeitraum gefüllt und markiert.</translation>
    </message>
    <message>
        <source>Begin with QUICKLOOK: a coarse preview takes a fraction of the time. Then the same with RESOLUTION 10. The tone is the same for every area and month, so that mosaics lie side by side.</source>
        <translation>Beginnen Sie mit QUICKLOOK: eine grobe Vorschau braucht einen Bruchteil der Zeit. Dann dasselbe mit RESOLUTION 10. Der Ton ist für jedes Gebiet und jeden Monat derselbe, sodass Mosaike nebeneinander passen.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Not for measuring:&lt;/b&gt; values are balanced between overpasses and are no plain surface reflectance any more. For indices and series take the temporal mosaic.</source>
        <translation>&lt;b&gt;Nicht zum Messen:&lt;/b&gt; Die Werte sind zwischen den Überflügen ausgeglichen und keine reinen Reflexionsgrade mehr. Für Indizes und Reihen nehmen Sie das zeitliche Mosaik.</translation>
    </message>
    <message>
        <source>The name says what it is like: how the mosaics of BrightEarth were made was never published, and this is a design of our own. How it works: docs/brightearth.md.</source>
        <translation>Der Name sagt, wem es ähnelt: wie die Mosaike von BrightEarth gemacht wurden, ist nie veröffentlicht worden; dies ist ein eigener Entwurf. Wie es geht: docs/brightearth.md.</translation>
    </message>
    <message>
        <source>Lists the scenes over an area, before a mosaic is made of them: when and by which satellite they were taken, how clouded they are, and whether a mosaic with the same parameters would use them (reason: why not). Ids go into EXCLUDE_SCENES or INCLUDE_SCENES of the temporal mosaic.</source>
        <translation>Listet die Szenen über einem Gebiet, bevor ein Mosaik daraus entsteht: wann und von welchem Satelliten sie stammen, wie bewölkt sie sind, und ob ein Mosaik mit denselben Parametern sie verwenden würde (reason: warum nicht). Ids kommen in EXCLUDE_SCENES oder INCLUDE_SCENES des zeitlichen Mosaiks.</translation>
    </message>
    <message>
        <source>read_mib is the most that a mosaic is expected to read of a scene for the area, bands and resolution, in MiB. Nothing is opened to estimate it; scenes with clouds take less.</source>
        <translation>read_mib ist, was ein Mosaik von einer Szene für Gebiet, Bänder und Auflösung voraussichtlich höchstens liest, in MiB. Zum Schätzen wird nichts geöffnet; Szenen mit Wolken brauchen weniger.</translation>
    </message>
    <message>
        <source>Scenes are coloured by their cloud cover; the temporal controller shows them at their time (UTC).</source>
        <translation>Szenen sind nach ihrer Bewölkung gefärbt; die Zeitsteuerung zeigt sie zu ihrer Zeit (UTC).</translation>
    </message>
    <message>
        <source>Reads the series of every point or polygon of a layer. A record is one observation, with its satellite, scene, scene class, angles and confidences, or with another PERIOD the composite of each period, which is the pixel that a mosaic would have.</source>
        <translation>Liest die Reihe jedes Punkts oder Polygons eines Layers. Ein Datensatz ist eine Beobachtung mit Satellit, Szene, Szenenklasse, Winkeln und Konfidenzen, oder mit einem anderen PERIOD das Komposit jedes Zeitraums, also das Pixel, das ein Mosaik hätte.</translation>
    </message>
    <message>
        <source>valid says whether a mosaic by the same rules would use the observation, why_not which rule refuses it. Values of refused observations are there, too, unless VALID_VALUES_ONLY is set. Bands hold reflectance 0 to 1; times are UTC.</source>
        <translation>valid sagt, ob ein Mosaik nach denselben Regeln die Beobachtung verwenden würde, why_not, welche Regel sie ablehnt. Auch Werte abgelehnter Beobachtungen sind da, außer mit VALID_VALUES_ONLY. Bänder enthalten Reflexionsgrade von 0 bis 1; Zeiten sind UTC.</translation>
    </message>
    <message>
        <source>Polygons, and windows with AGGREGATE, are summed up: mean and standard deviation (columns that end in _sd) of their valid pixels, count of them, and pixels of all. Sites without an observation have no record; the log names one.</source>
        <translation>Polygone, und Fenster mit AGGREGATE, werden zusammengefasst: Mittel und Standardabweichung (Spalten, die auf _sd enden) ihrer gültigen Pixel, count davon und pixels insgesamt. Orte ohne Beobachtung haben keinen Datensatz; das Protokoll nennt einen.</translation>
    </message>
    <message>
        <source>The layer is coloured by the first index (else band), records that are not valid are grey rings; the temporal controller shows each record at its time. Smooth curves (SMOOTH) and the dates of seasons (LAYOUT seasons) stand beside the raw values.</source>
        <translation>Der Layer ist nach dem ersten Index (sonst Band) gefärbt, ungültige Datensätze sind graue Ringe; die Zeitsteuerung zeigt jeden Datensatz zu seiner Zeit. Glatte Kurven (SMOOTH) und die Daten von Vegetationszeiten (LAYOUT seasons) stehen neben den Rohwerten.</translation>
    </message>
    <message>
        <source>Writes one raster per overpass: class (1 clear, 2 water, 3 snow, 4 shadow, 5 cloud; 0 no data), confidence 0 to 100 that the ground is hidden (50 and more: it is), and reasons, a sum of bits: cloudmask.json in the folder tells their meaning.</source>
        <translation>Schreibt ein Raster je Überflug: Klasse (1 klar, 2 Wasser, 3 Schnee, 4 Schatten, 5 Wolke; 0 keine Daten), Konfidenz von 0 bis 100, dass der Boden verdeckt ist (ab 50 ist er es), und Gründe, eine Summe von Bits: cloudmask.json im Ordner nennt ihre Bedeutung.</translation>
    </message>
    <message>
        <source>The mask multitemporal starts from the scene classification and compares the dates: it adds clouds and shadows that were missed and clears bright roofs, quarries and snow that were called cloud. It wants four overpasses or more; a month or two around a day give it enough to compare. With fewer it takes the classification and the parallax between bands, and says so.</source>
        <translation>Die Maske multitemporal geht von der Szenenklassifikation aus und vergleicht die Daten: sie ergänzt übersehene Wolken und Schatten und stellt helle Dächer, Steinbrüche und Schnee richtig, die Wolke hießen. Sie braucht vier Überflüge oder mehr; ein bis zwei Monate um einen Tag geben genug zum Vergleichen. Mit weniger nimmt sie die Klassifikation und die Parallaxe zwischen Bändern, und sagt es.</translation>
    </message>
    <message>
        <source>The styles of a raster show its class, its confidence and its reasons.</source>
        <translation>Die Stile eines Rasters zeigen seine Klasse, seine Konfidenz und seine Gründe.</translation>
    </message>
    <message>
        <source>Attribution to show: Contains modified Copernicus Sentinel data [year].</source>
        <translation>Anzugebende Quelle: Contains modified Copernicus Sentinel data [Jahr].</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Left out: {problem}</source>
        <translation>Ausgelassen: {problem}</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be written to ({reason}). Choose another one.</source>
        <translation>In den Ordner {folder} kann nicht geschrieben werden ({reason}). Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Two results would be written to {path}. Give them different names.</source>
        <translation>Zwei Ergebnisse würden nach {path} geschrieben. Geben Sie ihnen verschiedene Namen.</translation>
    </message>
    <message>
        <source>The result cannot be written to {path} ({reason}). Is it open elsewhere?</source>
        <translation>Das Ergebnis kann nicht nach {path} geschrieben werden ({reason}). Ist es anderswo geöffnet?</translation>
    </message>
    <message>
        <source>A provider's name; the URL of a STAC API (#collection names one of its collections); path or URL of a static STAC catalogue (catalog.json, collection.json); or a folder, zip file or product of SAFE, Theia or Landsat. Several are joined by a plus between blanks. Providers: {providers}.</source>
        <translation>Der Name eines Anbieters; die URL einer STAC-API (#collection nennt eine ihrer Sammlungen); Pfad oder URL eines statischen STAC-Katalogs (catalog.json, collection.json); oder ein Ordner, eine Zip-Datei oder ein Produkt von SAFE, Theia oder Landsat. Mehrere werden durch ein Plus zwischen Leerzeichen verbunden. Anbieter: {providers}.</translation>
    </message>
    <message>
        <source>Source of scenes</source>
        <translation>Quelle der Szenen</translation>
    </message>
    <message>
        <source>Authentication of the source</source>
        <translation>Authentifizierung der Quelle</translation>
    </message>
    <message>
        <source>A stored authentication of QGIS, for sources that need an account: user and password (Basic), a header, or S3 keys (AWS S3, or Basic with the realm s3). Sent to the source's host only.</source>
        <translation>Eine gespeicherte Authentifizierung von QGIS, für Quellen, die ein Konto brauchen: Benutzer und Passwort (Basic), ein Header oder S3-Schlüssel (AWS S3, oder Basic mit dem Bereich s3). Wird nur an den Server der Quelle gesendet.</translation>
    </message>
    <message>
        <source>Extent</source>
        <translation>Ausdehnung</translation>
    </message>
    <message>
        <source>Rectangle to cover: xmin,xmax,ymin,ymax [EPSG:4326]. One of EXTENT, AREA and GEOMETRY is needed (for a mosaic LIKE is enough); where several are given, what they share counts.</source>
        <translation>Abzudeckendes Rechteck: xmin,xmax,ymin,ymax [EPSG:4326]. Eines von EXTENT, AREA und GEOMETRY ist nötig (für ein Mosaik genügt LIKE); wo mehrere angegeben sind, zählt, was ihnen gemeinsam ist.</translation>
    </message>
    <message>
        <source>Area (polygon layer)</source>
        <translation>Gebiet (Polygonlayer)</translation>
    </message>
    <message>
        <source>Polygons to cover, in any CRS. Pixels outside stay empty.</source>
        <translation>Abzudeckende Polygone, in beliebigem KBS. Pixel außerhalb bleiben leer.</translation>
    </message>
    <message>
        <source>Drawn area</source>
        <translation>Gezeichnetes Gebiet</translation>
    </message>
    <message>
        <source>A polygon as text with its CRS: CRS=EPSG:4326;Polygon((15 45, 16 45, 16 46, 15 45)).</source>
        <translation>Ein Polygon als Text mit seinem KBS: CRS=EPSG:4326;Polygon((15 45, 16 45, 16 46, 15 45)).</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Length of time that one mosaic covers. Seasons are December to February and so on (season_eu: from 2 December, 21 March, 25 June, 13 September), quarters January to March and so on, ten-day periods begin on the 1st, 11th and 21st. custom: from START to END.</source>
        <translation>Dauer, die ein Mosaik abdeckt. Jahreszeiten sind Dezember bis Februar und so weiter (season_eu: ab 2. Dezember, 21. März, 25. Juni, 13. September), Quartale Januar bis März und so weiter, Zehntageszeiträume beginnen am 1., 11. und 21. custom: von START bis END.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>A day (UTC) inside the first period, as year-month-day. First day of a custom period.</source>
        <translation>Ein Tag (UTC) im ersten Zeitraum, als Jahr-Monat-Tag. Erster Tag eines freien Zeitraums.</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Last day of a custom period (inclusive), or a day inside the last period of a series: then one mosaic is made per period. Empty: one period.</source>
        <translation>Letzter Tag eines freien Zeitraums (einschließlich), oder ein Tag im letzten Zeitraum einer Reihe: dann entsteht ein Mosaik je Zeitraum. Leer: ein Zeitraum.</translation>
    </message>
    <message>
        <source>First day (UTC), as year-month-day.</source>
        <translation>Erster Tag (UTC), als Jahr-Monat-Tag.</translation>
    </message>
    <message>
        <source>Last day (inclusive). Empty: one day is searched.</source>
        <translation>Letzter Tag (einschließlich). Leer: ein Tag wird durchsucht.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>What is made of the valid observations of a pixel: one of them is chosen, or an average is taken. The description says what each method is good for.</source>
        <translation>Was aus den gültigen Beobachtungen eines Pixels wird: eine davon wird gewählt oder ein Mittel gebildet. Die Beschreibung sagt, wofür jede Methode gut ist.</translation>
    </message>
    <message>
        <source>Layers that describe each pixel: valid observations, source, scene class, date, angles, ... all: what the source can fill. unc: the standard uncertainty of every band; frc: bands as Theia encodes them. Neither is part of all.</source>
        <translation>Ebenen, die jedes Pixel beschreiben: gültige Beobachtungen, Quelle, Szenenklasse, Datum, Winkel, ... all: was die Quelle füllen kann. unc: die Standardunsicherheit jedes Bandes; frc: Bänder, wie Theia sie kodiert. Beide gehören nicht zu all.</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>A day (UTC) of the month to show, as year-month-day.</source>
        <translation>Ein Tag (UTC) des Monats, der gezeigt werden soll, als Jahr-Monat-Tag.</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bänder</translation>
    </message>
    <message>
        <source>Reflectance bands to deliver, in this order. None chosen: all that the scenes have.</source>
        <translation>Zu liefernde Bänder, in dieser Reihenfolge. Keines gewählt: alle, die die Szenen haben.</translation>
    </message>
    <message>
        <source>Resolution (metres)</source>
        <translation>Auflösung (Meter)</translation>
    </message>
    <message>
        <source>Pixel size in metres; converted for CRSs in degrees or feet.</source>
        <translation>Pixelgröße in Metern; wird für KBS in Grad oder Fuß umgerechnet.</translation>
    </message>
    <message>
        <source>Most cloud cover of a scene (percent)</source>
        <translation>Höchste Bewölkung einer Szene (Prozent)</translation>
    </message>
    <message>
        <source>Scenes with more cloud cover, as their catalogue states it, are left out.</source>
        <translation>Szenen mit mehr Bewölkung, nach den Angaben ihres Katalogs, bleiben aus.</translation>
    </message>
    <message>
        <source>Scenes to take in any case</source>
        <translation>In jedem Fall zu verwendende Szenen</translation>
    </message>
    <message>
        <source>Ids of scenes that no limit on clouds, satellites, orbits or baselines leaves out.</source>
        <translation>Ids von Szenen, die keine Grenze für Wolken, Satelliten, Orbits oder Baselines ausschließt.</translation>
    </message>
    <message>
        <source>Satellites</source>
        <translation>Satelliten</translation>
    </message>
    <message>
        <source>Only these, separated by commas: S2A, S2B, S2C, L8, L9. Empty: all.</source>
        <translation>Nur diese, durch Kommas getrennt: S2A, S2B, S2C, L8, L9. Leer: alle.</translation>
    </message>
    <message>
        <source>Relative orbits</source>
        <translation>Relative Orbits</translation>
    </message>
    <message>
        <source>Only these, separated by commas, such as 22, 122 (Landsat: paths). Empty: all.</source>
        <translation>Nur diese, durch Kommas getrennt, etwa 22, 122 (Landsat: Pfade). Leer: alle.</translation>
    </message>
    <message>
        <source>Processing baselines</source>
        <translation>Baselines der Verarbeitung</translation>
    </message>
    <message>
        <source>Only these, separated by commas, such as 05.09, 05.10. Empty: all.</source>
        <translation>Nur diese, durch Kommas getrennt, etwa 05.09, 05.10. Leer: alle.</translation>
    </message>
    <message>
        <source>Scenes to leave out</source>
        <translation>Auszulassende Szenen</translation>
    </message>
    <message>
        <source>Scene ids, separated by commas. The algorithm Search scenes lists them.</source>
        <translation>Ids von Szenen, durch Kommas getrennt. Der Algorithmus Szenen suchen listet sie.</translation>
    </message>
    <message>
        <source>Memory limit (GiB)</source>
        <translation>Speichergrenze (GiB)</translation>
    </message>
    <message>
        <source>Most scenes that may be lost (percent)</source>
        <translation>Höchstzahl verlorener Szenen (Prozent)</translation>
    </message>
    <message>
        <source>Format of the product folder</source>
        <translation>Format des Produktordners</translation>
    </message>
    <message>
        <source>Of FOLDER: tiled GeoTIFF (gtiff), Cloud Optimized GeoTIFF (cog), lossless JPEG 2000 (jp2) or one NetCDF file (netcdf). OUTPUT and QUALITY are GeoTIFF in any case.</source>
        <translation>Von FOLDER: gekacheltes GeoTIFF (gtiff), Cloud Optimized GeoTIFF (cog), verlustfreies JPEG 2000 (jp2) oder eine NetCDF-Datei (netcdf). OUTPUT und QUALITY sind immer GeoTIFF.</translation>
    </message>
    <message>
        <source>Order name</source>
        <translation>Name des Auftrags</translation>
    </message>
    <message>
        <source>Part of the product's name: letters, digits, hyphens and underscores.</source>
        <translation>Teil des Produktnamens: Buchstaben, Ziffern, Binde- und Unterstriche.</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>How many blocks are worked on at once. Empty: as many as there are processors.</source>
        <translation>Wie viele Blöcke gleichzeitig bearbeitet werden. Leer: so viele, wie es Prozessoren gibt.</translation>
    </message>
    <message>
        <source>Memory that the run may take. Empty: chosen from the computer's memory.</source>
        <translation>Speicher, den der Lauf nehmen darf. Leer: nach dem Speicher des Rechners gewählt.</translation>
    </message>
    <message>
        <source>The run fails where more of a period's scenes cannot be read; fewer are left out.</source>
        <translation>Der Lauf scheitert, wo mehr Szenen eines Zeitraums nicht gelesen werden können; wenigere werden ausgelassen.</translation>
    </message>
    <message>
        <source>Folder for what is read over the network</source>
        <translation>Ordner für über das Netz Gelesenes</translation>
    </message>
    <message>
        <source>Limit of that folder (GiB)</source>
        <translation>Grenze dieses Ordners (GiB)</translation>
    </message>
    <message>
        <source>Parts of remote rasters are kept here for other runs: the same area with another method reads them from the disk. A new folder, or one that served before. Empty: nothing is kept.</source>
        <translation>Teile entfernter Raster bleiben hier für andere Läufe: dasselbe Gebiet mit einer anderen Methode liest sie von der Platte. Ein neuer Ordner, oder einer, der schon diente. Leer: nichts bleibt.</translation>
    </message>
    <message>
        <source>Where it would be exceeded, what was not used for longest makes way.</source>
        <translation>Wo sie überschritten würde, weicht, was am längsten nicht gebraucht wurde.</translation>
    </message>
    <message>
        <source>Temporal mosaic</source>
        <translation>Zeitliches Mosaik</translation>
    </message>
    <message>
        <source>Makes cloud-free Sentinel-2 mosaics of a day, a month, a season, a year or a series.</source>
        <translation>Macht wolkenfreie Sentinel-2-Mosaike eines Tages, Monats, einer Jahreszeit, eines Jahres oder einer Reihe.</translation>
    </message>
    <message>
        <source>GeoTIFF of the reflectance bands, stored as BIT_DEPTH says, with the scale set. Mosaics of further periods are written beside it, with the first day of their period in the name.</source>
        <translation>GeoTIFF der Reflexionsbänder, gespeichert nach BIT_DEPTH, mit gesetzter Skala. Mosaike weiterer Zeiträume werden daneben geschrieben, mit dem ersten Tag ihres Zeitraums im Namen.</translation>
    </message>
    <message>
        <source>SOURCE is empty. Give a provider's name, or the path or URL of a STAC catalogue.</source>
        <translation>SOURCE ist leer. Geben Sie den Namen eines Anbieters an, oder Pfad oder URL eines STAC-Katalogs.</translation>
    </message>
    <message>
        <source>{name}: unknown {words}. Choose among {options}.</source>
        <translation>{name}: {words} ist unbekannt. Wählen Sie unter {options}.</translation>
    </message>
    <message>
        <source>{name} is '{value}', which is no date. Write it as year-month-day: 2023-08-01.</source>
        <translation>{name} ist „{value}“, was kein Datum ist. Schreiben Sie es als Jahr-Monat-Tag: 2023-08-01.</translation>
    </message>
    <message>
        <source>{name} is '{value}', which is no number. Write one from {low} to {high}.</source>
        <translation>{name} ist '{value}', das ist keine Zahl. Schreiben Sie eine von {low} bis {high}.</translation>
    </message>
    <message>
        <source>{name} is {value}, outside {low} to {high}. Write a number between them.</source>
        <translation>{name} ist {value}, außerhalb von {low} bis {high}. Schreiben Sie eine Zahl dazwischen.</translation>
    </message>
    <message>
        <source>{name}: the folder {folder} cannot be used, {reason}. Choose another one.</source>
        <translation>{name}: Der Ordner {folder} ist nicht verwendbar, {reason}. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>for {path} is a file</source>
        <translation>denn {path} ist eine Datei</translation>
    </message>
    <message>
        <source>for {path} must not be written to</source>
        <translation>denn in {path} darf nicht geschrieben werden</translation>
    </message>
    <message>
        <source>{name}: '{value}' is no raster that can be opened. Choose another file.</source>
        <translation>{name}: '{value}' ist kein Raster, das sich öffnen lässt. Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>The layer {name} has no CRS. Set it in the layer's properties.</source>
        <translation>Der Layer {name} hat kein KBS. Setzen Sie es in den Layereigenschaften.</translation>
    </message>
    <message>
        <source>The layer {name} holds no point or polygon, or none is selected.</source>
        <translation>Der Layer {name} enthält weder Punkt noch Polygon, oder es ist nichts gewählt.</translation>
    </message>
    <message>
        <source>{one} and {other} would both be written to {path}. Give them different names.</source>
        <translation>{one} und {other} würden beide nach {path} geschrieben. Geben Sie ihnen verschiedene Namen.</translation>
    </message>
    <message>
        <source>{name} is '{path}', but GeoTIFF is written: choose a name that ends in .tif.</source>
        <translation>{name} ist „{path}“, geschrieben wird aber GeoTIFF: wählen Sie einen Namen, der auf .tif endet.</translation>
    </message>
    <message>
        <source>{name} is '{path}'; choose a name that ends in {suffixes}.</source>
        <translation>{name} ist „{path}“; wählen Sie einen Namen, der auf {suffixes} endet.</translation>
    </message>
    <message>
        <source>{name}: the folder {folder} does not exist. Make it or choose another one.</source>
        <translation>{name}: der Ordner {folder} besteht nicht. Legen Sie ihn an oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>{name}: {path} is a folder. Choose the name of a file.</source>
        <translation>{name}: {path} ist ein Ordner. Wählen Sie den Namen einer Datei.</translation>
    </message>
    <message>
        <source>{name}: the folder {folder} cannot be written to. Choose another one.</source>
        <translation>{name}: in den Ordner {folder} kann nicht geschrieben werden. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>{name}: the file {path} is write-protected. Choose another name.</source>
        <translation>{name}: die Datei {path} ist schreibgeschützt. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>FOLDER: {path} is no folder. Choose another one.</source>
        <translation>FOLDER: {path} ist kein Ordner. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>FOLDER: {path} cannot be written to. Choose another folder.</source>
        <translation>FOLDER: in {path} kann nicht geschrieben werden. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Mosaic layers</source>
        <translation>Mosaikebenen</translation>
    </message>
    <message>
        <source>made from all valid observations of a pixel</source>
        <translation>aus allen gültigen Beobachtungen eines Pixels</translation>
    </message>
    <message>
        <source>balanced between overpasses and blended for looking at</source>
        <translation>zwischen Überflügen ausgeglichen und zum Ansehen überblendet</translation>
    </message>
    <message>
        <source>one chosen observation per pixel</source>
        <translation>eine gewählte Beobachtung je Pixel</translation>
    </message>
    <message>
        <source>Surface reflectance of Sentinel-2, bands {bands}, {period}, {pixel}.</source>
        <translation>Reflexionsgrade der Oberfläche von Sentinel-2, Bänder {bands}, {period}, {pixel}.</translation>
    </message>
    <message>
        <source>Natural colours of Sentinel-2 as bytes, {period}, {pixel}.</source>
        <translation>Natürliche Farben von Sentinel-2 als Bytes, {period}, {pixel}.</translation>
    </message>
    <message>
        <source>What each pixel of the mosaic of {period} was made from, in physical units.</source>
        <translation>Woraus jedes Pixel des Mosaiks von {period} gemacht ist, in physikalischen Einheiten.</translation>
    </message>
    <message>
        <source>Sentinel-2 in natural colour, {period}, {pixel}. For looking at only.</source>
        <translation>Sentinel-2 in natürlichen Farben, {period}, {pixel}. Nur zum Ansehen.</translation>
    </message>
    <message>
        <source>QGIS's Python lacks {packages}. Install with: {command}  Then restart QGIS.</source>
        <translation>Dem Python von QGIS fehlen {packages}. Installieren Sie mit: {command}  Starten Sie dann QGIS neu.</translation>
    </message>
    <message>
        <source>QGIS's Python has the packages that S2GM needs but cannot load them ({reason}).</source>
        <translation>Das Python von QGIS hat die Pakete, die S2GM braucht, kann sie aber nicht laden ({reason}).</translation>
    </message>
    <message>
        <source>Mosaics</source>
        <translation>Mosaike</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>Gründe</translation>
    </message>
    <message>
        <source>Points or polygons</source>
        <translation>Punkte oder Polygone</translation>
    </message>
    <message>
        <source>Layer in any CRS. A point gives the pixel in which it lies (or WINDOW), a polygon the mean of the pixels inside.</source>
        <translation>Layer in beliebigem KBS. Ein Punkt gibt das Pixel, in dem er liegt (oder WINDOW), ein Polygon das Mittel der Pixel darin.</translation>
    </message>
    <message>
        <source>Last day (inclusive); of composites any day in the last period.</source>
        <translation>Letzter Tag (einschließlich); bei Kompositen ein Tag im letzten Zeitraum.</translation>
    </message>
    <message>
        <source>What a record is: every observation, valid or not, or the composite of each period, which is the pixel that a mosaic of the period would have.</source>
        <translation>Was ein Datensatz ist: jede Beobachtung, gültig oder nicht, oder das Komposit jedes Zeitraums, also das Pixel, das ein Mosaik des Zeitraums hätte.</translation>
    </message>
    <message>
        <source>Window around a point (pixels)</source>
        <translation>Fenster um einen Punkt (Pixel)</translation>
    </message>
    <message>
        <source>Reflectance bands. None chosen: all that the scenes have.</source>
        <translation>Reflexionsbänder. Keines gewählt: alle, die die Szenen haben.</translation>
    </message>
    <message>
        <source>Computed from the reflectance of the same record.</source>
        <translation>Aus den Reflexionsgraden desselben Datensatzes berechnet.</translation>
    </message>
    <message>
        <source>Odd number of pixels on a side. More than 1: a series per pixel, or see AGGREGATE.</source>
        <translation>Ungerade Zahl von Pixeln je Seite. Mehr als 1: eine Reihe je Pixel, oder siehe AGGREGATE.</translation>
    </message>
    <message>
        <source>Mean of the window</source>
        <translation>Mittel des Fensters</translation>
    </message>
    <message>
        <source>One series per window with mean, standard deviation and count, instead of every pixel.</source>
        <translation>Eine Reihe je Fenster mit Mittel, Standardabweichung und Anzahl, statt jedes Pixels.</translation>
    </message>
    <message>
        <source>Size of the pixels that are read.</source>
        <translation>Größe der Pixel, die gelesen werden.</translation>
    </message>
    <message>
        <source>Field with names</source>
        <translation>Feld mit Namen</translation>
    </message>
    <message>
        <source>Names the sites in the results. Empty: a field called name or id, else numbers.</source>
        <translation>Benennt die Orte in den Ergebnissen. Leer: ein Feld namens name oder id, sonst Nummern.</translation>
    </message>
    <message>
        <source>Smooth curve</source>
        <translation>Glatte Kurve</translation>
    </message>
    <message>
        <source>Adds columns &lt;name&gt;_smooth beside the indices (or bands); raw values stay as they are.</source>
        <translation>Fügt neben den Indizes (oder Bändern) Spalten &lt;name&gt;_smooth hinzu; die Rohwerte bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Layout of the CSV file</source>
        <translation>Aufbau der CSV-Datei</translation>
    </message>
    <message>
        <source>tidy: a row per record; wide: a row per pixel, a column per variable and date; seasons: a row per season of the smooth curve.</source>
        <translation>tidy: eine Zeile je Datensatz; wide: eine Zeile je Pixel, eine Spalte je Größe und Datum; seasons: eine Zeile je Vegetationszeit der glatten Kurve.</translation>
    </message>
    <message>
        <source>auto: of composites s2gm; observations have none, their ordered bands decide which gaps make one invalid. Of a named method an observation is valid where its mosaic would use it, for which all bands of the method are read.</source>
        <translation>auto: für Komposite s2gm; Beobachtungen haben keine, ihre bestellten Bänder entscheiden, welche Lücken eine ungültig machen. Bei einer genannten Methode ist eine Beobachtung gültig, wo deren Mosaik sie verwenden würde; dazu werden alle Bänder der Methode gelesen.</translation>
    </message>
    <message>
        <source>name=value, several separated by semicolons, as for the temporal mosaic.</source>
        <translation>Name=Wert, mehrere durch Semikolons getrennt, wie beim zeitlichen Mosaik.</translation>
    </message>
    <message>
        <source>Values of valid observations only</source>
        <translation>Nur Werte gültiger Beobachtungen</translation>
    </message>
    <message>
        <source>Bands of observations that the masks refuse are not read; the records stay.</source>
        <translation>Bänder von Beobachtungen, die die Masken ablehnen, werden nicht gelesen; die Datensätze bleiben.</translation>
    </message>
    <message>
        <source>Leave aerosol and confidences unread</source>
        <translation>Aerosol und Konfidenzen nicht lesen</translation>
    </message>
    <message>
        <source>Less to read; the columns of aerosol and of cloud and snow confidence stay empty.</source>
        <translation>Weniger zu lesen; die Spalten für Aerosol sowie Wolken- und Schneekonfidenz bleiben leer.</translation>
    </message>
    <message>
        <source>Composites of fewer are left empty, or filled. Only with a period of composites.</source>
        <translation>Komposite aus weniger bleiben leer oder werden gefüllt. Nur mit einem Zeitraum von Kompositen.</translation>
    </message>
    <message>
        <source>Days before and after the period. Only with a period of composites.</source>
        <translation>Tage vor und nach dem Zeitraum. Nur mit einem Zeitraum von Kompositen.</translation>
    </message>
    <message>
        <source>CRS of the pixels</source>
        <translation>KBS der Pixel</translation>
    </message>
    <message>
        <source>Empty: of every site the UTM zone (WGS 84) in which it lies.</source>
        <translation>Leer: von jedem Ort die UTM-Zone (WGS 84), in der er liegt.</translation>
    </message>
    <message>
        <source>Quick preview</source>
        <translation>Schnelle Vorschau</translation>
    </message>
    <message>
        <source>The same mosaic on coarse pixels, 1000 on the longer side at most, from the overviews of the scenes: a look at patches and colours before the whole is made. No layers, no tiles.</source>
        <translation>Dasselbe Mosaik auf groben Pixeln, höchstens 1000 auf der längeren Seite, aus den Übersichten der Szenen: ein Blick auf Flecken und Farben, bevor das Ganze entsteht. Keine Ebenen, keine Kacheln.</translation>
    </message>
    <message>
        <source>Reflectance of black and white</source>
        <translation>Reflexionsgrade von Schwarz und Weiß</translation>
    </message>
    <message>
        <source>Tone</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>natural: an optimised curve with soft highlights; linear: reflectance 0 to 0.2, as ESA's true colour image; limits: linear between TONE_LIMITS. None depends on the picture, so that neighbours match.</source>
        <translation>natural: eine optimierte Kurve mit weichen Lichtern; linear: Reflexionsgrade 0 bis 0,2, wie das Echtfarbenbild der ESA; limits: linear zwischen TONE_LIMITS. Keiner hängt vom Bild ab, sodass Nachbarn zusammenpassen.</translation>
    </message>
    <message>
        <source>For the tone limits: two reflectances with a comma between them.</source>
        <translation>Für den Ton limits: zwei Reflexionsgrade mit einem Komma dazwischen.</translation>
    </message>
    <message>
        <source>Bits per value of OUTPUT</source>
        <translation>Bits je Wert von OUTPUT</translation>
    </message>
    <message>
        <source>8: a picture, red, green and blue as bytes with TONE. 16: the balanced reflectance of B02, B03, B04, which TONE does not change.</source>
        <translation>8: ein Bild, Rot, Grün und Blau als Bytes mit TONE. 16: die ausgeglichenen Reflexionsgrade von B02, B03, B04, die TONE nicht ändert.</translation>
    </message>
    <message>
        <source>Layers of QUALITY and FOLDER: source, date, gain applied, and what was filled from other days.</source>
        <translation>Ebenen von QUALITY und FOLDER: Quelle, Datum, angewandte Verstärkung, und was aus anderen Tagen gefüllt wurde.</translation>
    </message>
    <message>
        <source>Days before and after the period; 0 leaves gaps empty. The layer filled marks them.</source>
        <translation>Tage vor und nach dem Zeitraum; 0 lässt Lücken leer. Die Ebene filled markiert sie.</translation>
    </message>
    <message>
        <source>Tiles of a base map</source>
        <translation>Kacheln einer Hintergrundkarte</translation>
    </message>
    <message>
        <source>Writes the picture into FOLDER as Web Mercator tiles, too: one MBTiles file (QGIS, QField and others open it without a network) or a folder of XYZ tiles.</source>
        <translation>Schreibt das Bild auch als Web-Mercator-Kacheln in FOLDER: eine MBTiles-Datei (QGIS, QField und andere öffnen sie ohne Netz) oder einen Ordner von XYZ-Kacheln.</translation>
    </message>
    <message>
        <source>Cloud mask</source>
        <translation>Wolkenmaske</translation>
    </message>
    <message>
        <source>esa: the service's filter of the scene classification. multitemporal: compares the dates, keeps bright roofs and finds missed clouds and shadows. probability: by the scenes' own. The others are sets of scene classes.</source>
        <translation>esa: der Filter des Dienstes nach der Szenenklassifikation. multitemporal: vergleicht die Daten, behält helle Dächer und findet übersehene Wolken und Schatten. probability: nach der eigenen der Szenen. Die anderen sind Mengen von Szenenklassen.</translation>
    </message>
    <message>
        <source>Cloud from probability (percent)</source>
        <translation>Wolke ab Wahrscheinlichkeit (Prozent)</translation>
    </message>
    <message>
        <source>From which cloud probability on the mask probability calls a pixel cloud.</source>
        <translation>Ab welcher Wolkenwahrscheinlichkeit die Maske probability ein Pixel Wolke nennt.</translation>
    </message>
    <message>
        <source>Growth of the mask (metres)</source>
        <translation>Wachstum der Maske (Meter)</translation>
    </message>
    <message>
        <source>By how much clouds and shadows of any mask are widened.</source>
        <translation>Um wie viel Wolken und Schatten jeder Maske erweitert werden.</translation>
    </message>
    <message>
        <source>Mask of your own</source>
        <translation>Eigene Maske</translation>
    </message>
    <message>
        <source>A raster in any CRS: pixels where it is not zero are left out on every date.</source>
        <translation>Ein Raster in beliebigem KBS: Pixel, wo es nicht null ist, bleiben an jedem Tag aus.</translation>
    </message>
    <message>
        <source>Weight of Landsat</source>
        <translation>Gewicht von Landsat</translation>
    </message>
    <message>
        <source>What Landsat counts beside Sentinel-2 where a source holds both; 0 leaves Landsat out.</source>
        <translation>Was Landsat neben Sentinel-2 zählt, wo eine Quelle beide hat; 0 lässt Landsat aus.</translation>
    </message>
    <message>
        <source>Point time series</source>
        <translation>Zeitreihen von Punkten</translation>
    </message>
    <message>
        <source>Reads every observation, or one composite per period, at points and polygons.</source>
        <translation>Liest jede Beobachtung, oder ein Komposit je Zeitraum, an Punkten und Polygonen.</translation>
    </message>
    <message>
        <source>One point per record, in longitude and latitude, for the temporal controller.</source>
        <translation>Ein Punkt je Datensatz, in Länge und Breite, für die Zeitsteuerung.</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV-Dateien (*.csv)</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>The records as a CSV file, laid out as LAYOUT says. Optional.</source>
        <translation>Die Datensätze als CSV-Datei, aufgebaut nach LAYOUT. Freiwillig.</translation>
    </message>
    <message>
        <source>Number of series</source>
        <translation>Zahl der Reihen</translation>
    </message>
    <message>
        <source>Number of records</source>
        <translation>Zahl der Datensätze</translation>
    </message>
    <message>
        <source>Number of valid records</source>
        <translation>Zahl der gültigen Datensätze</translation>
    </message>
    <message>
        <source>{name} is {path}, the file of the points, which it would replace. Choose another.</source>
        <translation>{name} ist {path}, die Datei der Punkte, die dadurch ersetzt würde. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>{sites} sites, {series} series, {records} records, {valid} of them valid.</source>
        <translation>{sites} Orte, {series} Reihen, {records} Datensätze, davon {valid} gültig.</translation>
    </message>
    <message>
        <source>Search scenes</source>
        <translation>Szenen suchen</translation>
    </message>
    <message>
        <source>Lists the scenes over an area, their clouds, and what a mosaic of them would read.</source>
        <translation>Listet die Szenen über einem Gebiet, ihre Wolken, und was ein Mosaik von ihnen lesen würde.</translation>
    </message>
    <message>
        <source>One polygon per scene with its facts, in longitude and latitude.</source>
        <translation>Ein Polygon je Szene mit ihren Angaben, in Länge und Breite.</translation>
    </message>
    <message>
        <source>Number of scenes</source>
        <translation>Zahl der Szenen</translation>
    </message>
    <message>
        <source>Scenes that a mosaic would use</source>
        <translation>Szenen, die ein Mosaik verwenden würde</translation>
    </message>
    <message>
        <source>MiB that a mosaic reads at most</source>
        <translation>MiB, die ein Mosaik höchstens liest</translation>
    </message>
    <message>
        <source>The scenes cannot be written ({reason}).</source>
        <translation>Die Szenen können nicht geschrieben werden ({reason}).</translation>
    </message>
    <message>
        <source>No scene was found.</source>
        <translation>Es wurde keine Szene gefunden.</translation>
    </message>
    <message>
        <source>{scenes} scenes on {days} days, {first} to {last}; a mosaic would use {used} and read at most {size:.0f} MiB.</source>
        <translation>{scenes} Szenen an {days} Tagen, {first} bis {last}; ein Mosaik würde {used} verwenden und höchstens {size:.0f} MiB lesen.</translation>
    </message>
    <message>
        <source>The methods are shown once the missing Python packages are installed.</source>
        <translation>Die Methoden werden gezeigt, sobald die fehlenden Python-Pakete installiert sind.</translation>
    </message>
    <message>
        <source>Methods that choose one observation per pixel</source>
        <translation>Methoden, die je Pixel eine Beobachtung wählen</translation>
    </message>
    <message>
        <source>Methods that make each value from several observations</source>
        <translation>Methoden, die jeden Wert aus mehreren Beobachtungen bilden</translation>
    </message>
    <message>
        <source>Options of the methods (OPTIONS), with their defaults</source>
        <translation>Optionen der Methoden (OPTIONS) mit ihren Vorgaben</translation>
    </message>
    <message>
        <source>Settings of known products (PRESET)</source>
        <translation>Einstellungen bekannter Produkte (PRESET)</translation>
    </message>
    <message>
        <source>&lt;i&gt;{name}={default}&lt;/i&gt; ({allowed}): {help}. For {methods}.</source>
        <translation>&lt;i&gt;{name}={default}&lt;/i&gt; ({allowed}): {help}. Für {methods}.</translation>
    </message>
    <message>
        <source>An unforeseen problem stopped the run ({what}); the log has the details.</source>
        <translation>Ein unvorhergesehenes Problem hat den Lauf beendet ({what}); das Protokoll enthält die Einzelheiten.</translation>
    </message>
    <message>
        <source>QGIS is set to a SOCKS5 proxy, for which Python needs the package PySocks (python3-socks on Debian and Ubuntu). Install it and restart QGIS, or choose an HTTP proxy.</source>
        <translation>QGIS ist auf einen SOCKS5-Proxy eingestellt, für den Python das Paket PySocks braucht (python3-socks auf Debian und Ubuntu). Installieren Sie es und starten Sie QGIS neu, oder wählen Sie einen HTTP-Proxy.</translation>
    </message>
    <message>
        <source>The Copernicus Data Space takes user and password (Basic) or S3 keys, not {method}.</source>
        <translation>Der Copernicus Data Space nimmt Benutzer und Passwort (Basic) oder S3-Schlüssel, nicht {method}.</translation>
    </message>
    <message>
        <source>AUTH: QGIS has no authentication with the id '{auth}' (Settings &gt; Options).</source>
        <translation>AUTH: QGIS hat keine Authentifizierung mit der Id „{auth}“ (Einstellungen &gt; Optionen).</translation>
    </message>
    <message>
        <source>AUTH: the authentication '{auth}' cannot be opened. Is the master password right?</source>
        <translation>AUTH: die Authentifizierung „{auth}“ kann nicht geöffnet werden. Stimmt das Master-Passwort?</translation>
    </message>
    <message>
        <source>AUTH is given, but no source asks for it. Leave it empty, or give the source's URL.</source>
        <translation>AUTH ist angegeben, aber keine Quelle fragt danach. Lassen Sie es leer, oder geben Sie die URL der Quelle an.</translation>
    </message>
    <message>
        <source>AUTH: the authentication '{auth}' adds no header; use Basic or API Header.</source>
        <translation>AUTH: die Authentifizierung „{auth}“ fügt keinen Header hinzu; verwenden Sie Basic oder API Header.</translation>
    </message>
    <message>
        <source>{name}: the layer {layer} is no file ({kind}). Choose a raster file.</source>
        <translation>{name}: der Layer {layer} ist keine Datei ({kind}). Wählen Sie eine Rasterdatei.</translation>
    </message>
    <message>
        <source>The CRS '{value}' is unknown. Leave it empty or write a code such as EPSG:32633.</source>
        <translation>Das KBS „{value}“ ist unbekannt. Lassen Sie es leer oder schreiben Sie einen Code wie EPSG:32633.</translation>
    </message>
    <message>
        <source>Cloud masks</source>
        <translation>Wolkenmasken</translation>
    </message>
    <message>
        <source>Finds clouds, shadows and snow of every overpass by comparing the dates.</source>
        <translation>Findet Wolken, Schatten und Schnee jedes Überflugs durch Vergleich der Tage.</translation>
    </message>
    <message>
        <source>multitemporal: our own, needs nothing else. omnicloudmask: the deep-learning package, where it is installed.</source>
        <translation>multitemporal: unsere eigene, braucht sonst nichts. omnicloudmask: das Deep-Learning-Paket, wo es installiert ist.</translation>
    </message>
    <message>
        <source>Pixel size in metres. Masks are made on cells of 20 m.</source>
        <translation>Pixelgröße in Metern. Masken entstehen auf Zellen von 20 m.</translation>
    </message>
    <message>
        <source>Add the masks to the project</source>
        <translation>Die Masken zum Projekt hinzufügen</translation>
    </message>
    <message>
        <source>Every mask with its styles and its time.</source>
        <translation>Jede Maske mit ihren Stilen und ihrer Zeit.</translation>
    </message>
    <message>
        <source>Folder of the masks</source>
        <translation>Ordner der Masken</translation>
    </message>
    <message>
        <source>A subfolder is made in it, with a GeoTIFF per overpass and a record.</source>
        <translation>Darin entsteht ein Unterordner mit einem GeoTIFF je Überflug und einem Protokoll.</translation>
    </message>
    <message>
        <source>Number of masks</source>
        <translation>Zahl der Masken</translation>
    </message>
    <message>
        <source>Cloud mask {overpass}</source>
        <translation>Wolkenmaske {overpass}</translation>
    </message>
    <message>
        <source>Class, confidence and reasons of {scenes}.</source>
        <translation>Klasse, Konfidenz und Gründe von {scenes}.</translation>
    </message>
    <message>
        <source>S2GM window</source>
        <translation>S2GM-Fenster</translation>
    </message>
    <message>
        <source>Cloud-free Sentinel-2 mosaics: choose an area and a month</source>
        <translation>Wolkenfreie Sentinel-2-Mosaike: Gebiet und Monat wählen</translation>
    </message>
    <message>
        <source>Temporal mosaic...</source>
        <translation>Zeitliches Mosaik...</translation>
    </message>
    <message>
        <source>Make a cloud-free Sentinel-2 mosaic</source>
        <translation>Ein wolkenfreies Sentinel-2-Mosaik machen</translation>
    </message>
    <message>
        <source>Show the time series of points on the map</source>
        <translation>Die Zeitreihen von Punkten auf der Karte zeigen</translation>
    </message>
    <message>
        <source>Inspect a mosaic</source>
        <translation>Ein Mosaik untersuchen</translation>
    </message>
    <message>
        <source>Click a pixel of a mosaic and see what it was made from</source>
        <translation>Auf ein Pixel eines Mosaiks klicken und sehen, woraus es gemacht ist</translation>
    </message>
    <message>
        <source>Block {n} of {most}: {what}</source>
        <translation>Block {n} von {most}: {what}</translation>
    </message>
    <message>
        <source>clear pixels from {overpasses} and {n} more</source>
        <translation>klare Pixel aus {overpasses} und {n} weiteren</translation>
    </message>
    <message>
        <source>clear pixels from {overpasses}</source>
        <translation>klare Pixel aus {overpasses}</translation>
    </message>
    <message>
        <source>no clear pixel</source>
        <translation>kein klares Pixel</translation>
    </message>
    <message>
        <source>patches of {overpasses} and {n} more</source>
        <translation>Flächen aus {overpasses} und {n} weiteren</translation>
    </message>
    <message>
        <source>patches of {overpasses}</source>
        <translation>Flächen aus {overpasses}</translation>
    </message>
    <message>
        <source>no patch</source>
        <translation>keine Fläche</translation>
    </message>
    <message>
        <source>Overview {n} of {most}</source>
        <translation>Übersicht {n} von {most}</translation>
    </message>
    <message>
        <source>Overlaps of image {n} of {most}</source>
        <translation>Überlappungen von Bild {n} von {most}</translation>
    </message>
    <message>
        <source>Gains of band {n} of {most}</source>
        <translation>Verstärkungen von Band {n} von {most}</translation>
    </message>
    <message>
        <source>Haze {n} of {most}</source>
        <translation>Dunst {n} von {most}</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>Flächen</translation>
    </message>
    <message>
        <source>Seams</source>
        <translation>Nähte</translation>
    </message>
    <message>
        <source>Blending image {n} of {most}</source>
        <translation>Bild {n} von {most} wird verschmolzen</translation>
    </message>
    <message>
        <source>Solved</source>
        <translation>Gelöst</translation>
    </message>
    <message>
        <source>Copying into {file}</source>
        <translation>{file} wird gefüllt</translation>
    </message>
    <message>
        <source>Making colours</source>
        <translation>Farben werden erzeugt</translation>
    </message>
    <message>
        <source>Finishing {name}</source>
        <translation>{name} wird fertiggestellt</translation>
    </message>
    <message>
        <source>Writing {band}</source>
        <translation>{band} wird geschrieben</translation>
    </message>
    <message>
        <source>Converting to {format}</source>
        <translation>Umwandlung in {format}</translation>
    </message>
    <message>
        <source>Tiles of zoom {n}</source>
        <translation>Kacheln der Zoomstufe {n}</translation>
    </message>
    <message>
        <source>Checksum of {file}</source>
        <translation>Prüfsumme von {file}</translation>
    </message>
    <message>
        <source>Region {n} of {most}</source>
        <translation>Region {n} von {most}</translation>
    </message>
    <message>
        <source>Reading {n} sites near each other: {windows} windows of rasters</source>
        <translation>{n} benachbarte Orte werden gelesen: {windows} Fenster von Rastern</translation>
    </message>
    <message>
        <source>Group of site '{site}' is complete</source>
        <translation>Die Gruppe des Orts '{site}' ist vollständig</translation>
    </message>
    <message>
        <source>Values of {name}</source>
        <translation>Werte von {name}</translation>
    </message>
    <message>
        <source>File {n} of {most}: {file}</source>
        <translation>Datei {n} von {most}: {file}</translation>
    </message>
    <message>
        <source>simulated {scene}</source>
        <translation>{scene} wurde simuliert</translation>
    </message>
    <message>
        <source>Could not be read, left out: {problem}</source>
        <translation>Konnte nicht gelesen werden, ausgelassen: {problem}</translation>
    </message>
    <message>
        <source>No scene from {start} to {end}; this period has no product.</source>
        <translation>Keine Szene vom {start} bis zum {end}; dieser Zeitraum hat kein Produkt.</translation>
    </message>
    <message>
        <source>No scene over {place} from {start} to {end}; the product has no such part.</source>
        <translation>Keine Szene über {place} vom {start} bis zum {end}; dem Produkt fehlt dieser Teil.</translation>
    </message>
    <message>
        <source>The order names the scene '{scene}', which the source does not have for this area and time.</source>
        <translation>Der Auftrag nennt die Szene '{scene}', die die Quelle für dieses Gebiet und diese Zeit nicht hat.</translation>
    </message>
    <message>
        <source>No scene over the area from {start} to {end}. Within the {days} days around it there are {n}, but these only fill gaps of the period's own scenes. Lengthen the period.</source>
        <translation>Keine Szene über dem Gebiet vom {start} bis zum {end}. In den {days} Tagen davor und danach gibt es {n}, aber diese füllen nur Lücken der Szenen des Zeitraums selbst. Verlängern Sie den Zeitraum.</translation>
    </message>
    <message>
        <source>No scene over the area from {start} to {end}. The source has {n} scenes there, from {first} to {last}. Change the dates.</source>
        <translation>Keine Szene über dem Gebiet vom {start} bis zum {end}. Die Quelle hat dort {n} Szenen, vom {first} bis zum {last}. Ändern Sie die Daten.</translation>
    </message>
    <message>
        <source>The order leaves out all {n} scenes over the area from {start} to {end} (at most {most} % cloud, excluded scenes, orbits, platforms or baselines). The clearest has {least} % cloud. Accept more of them.</source>
        <translation>Der Auftrag lässt alle {n} Szenen über dem Gebiet vom {start} bis zum {end} aus (höchstens {most} % Wolken, ausgeschlossene Szenen, Orbits, Satelliten oder Baselines). Die klarste hat {least} % Wolken. Lassen Sie mehr davon zu.</translation>
    </message>
    <message>
        <source>The order leaves out all {n} scenes over the area from {start} to {end} (at most {most} % cloud, excluded scenes, orbits, platforms or baselines). Accept more of them.</source>
        <translation>Der Auftrag lässt alle {n} Szenen über dem Gebiet vom {start} bis zum {end} aus (höchstens {most} % Wolken, ausgeschlossene Szenen, Orbits, Satelliten oder Baselines). Lassen Sie mehr davon zu.</translation>
    </message>
    <message>
        <source>The source {source} has no scene over the area from {start} to {end}. Change the dates or the area.</source>
        <translation>Die Quelle {source} hat keine Szene über dem Gebiet vom {start} bis zum {end}. Ändern Sie die Daten oder das Gebiet.</translation>
    </message>
    <message>
        <source>The source {source} holds no usable scene. The first problem: {problem}</source>
        <translation>Die Quelle {source} enthält keine brauchbare Szene. Das erste Problem: {problem}</translation>
    </message>
    <message>
        <source>The source {source} holds no usable scene.</source>
        <translation>Die Quelle {source} enthält keine brauchbare Szene.</translation>
    </message>
    <message>
        <source>None of the {n} scenes of the source covers the area. They lie within {bounds} (west, south, east, north).</source>
        <translation>Keine der {n} Szenen der Quelle deckt das Gebiet ab. Sie liegen innerhalb von {bounds} (Westen, Süden, Osten, Norden).</translation>
    </message>
    <message>
        <source>The period holds {n} scenes; one product can name {most}. Order a smaller area or a shorter period.</source>
        <translation>Der Zeitraum enthält {n} Szenen; ein Produkt kann {most} nennen. Bestellen Sie ein kleineres Gebiet oder einen kürzeren Zeitraum.</translation>
    </message>
    <message>
        <source>{n} of {all} scenes could not be read, more than the {most} % that may be lost; no product was made. The first: {problem}. Try again later, leave these scenes out, or allow more losses (--max-lost).</source>
        <translation>{n} von {all} Szenen konnten nicht gelesen werden, mehr als die {most} %, die verloren gehen dürfen; es wurde kein Produkt erzeugt. Die erste: {problem}. Versuchen Sie es später noch einmal, lassen Sie diese Szenen aus, oder erlauben Sie mehr Verluste (--max-lost).</translation>
    </message>
    <message>
        <source>{what} is '{text}', which is no date. Write it as year-month-day, such as 2023-08-01.</source>
        <translation>{what}: '{text}' ist kein Datum. Schreiben Sie es als Jahr-Monat-Tag, etwa 2023-08-01.</translation>
    </message>
    <message>
        <source>The end {end} lies before the start {start}. Exchange them or leave the end empty.</source>
        <translation>Das Ende {end} liegt vor dem Beginn {start}. Tauschen Sie beide, oder lassen Sie das Ende leer.</translation>
    </message>
    <message>
        <source>A custom period needs an end date as well as its start {start}.</source>
        <translation>Ein eigener Zeitraum braucht außer seinem Beginn {start} ein Enddatum.</translation>
    </message>
    <message>
        <source>The end {end} lies outside the calendar. Sentinel-2 began in 2015.</source>
        <translation>Das Ende {end} liegt außerhalb des Kalenders. Sentinel-2 begann 2015.</translation>
    </message>
    <message>
        <source>The dates {start} to {end} lie outside the calendar. Sentinel-2 began in 2015.</source>
        <translation>Die Daten {start} bis {end} liegen außerhalb des Kalenders. Sentinel-2 begann 2015.</translation>
    </message>
    <message>
        <source>From {start} to {end} there are more than {most} periods of kind '{kind}'. Shorten the series or choose a longer period.</source>
        <translation>Vom {start} bis zum {end} gibt es mehr als {most} Zeiträume der Art '{kind}'. Kürzen Sie die Reihe, oder wählen Sie einen längeren Zeitraum.</translation>
    </message>
    <message>
        <source>A series needs an end date as well as its start.</source>
        <translation>Eine Reihe braucht außer ihrem Beginn ein Enddatum.</translation>
    </message>
    <message>
        <source>The area '{text}' is neither four numbers (west,south,east,north in degrees), nor a WKT polygon, nor a vector file that exists.</source>
        <translation>Das Gebiet '{text}' besteht weder aus vier Zahlen (Westen,Süden,Osten,Norden in Grad), noch ist es ein Polygon als WKT oder eine vorhandene Vektordatei.</translation>
    </message>
    <message>
        <source>The area {box} is empty: write west,south,east,north in degrees with west &lt; east and south &lt; north (west &gt; east only across the 180th meridian).</source>
        <translation>Das Gebiet {box} ist leer: schreiben Sie Westen,Süden,Osten,Norden in Grad mit Westen &lt; Osten und Süden &lt; Norden (Westen &gt; Osten nur über den 180. Meridian hinweg).</translation>
    </message>
    <message>
        <source>The area is no valid GeoJSON polygon ({problem}).</source>
        <translation>Das Gebiet ist kein gültiges GeoJSON-Polygon ({problem}).</translation>
    </message>
    <message>
        <source>The area is a {kind}; a polygon or rectangle is needed.</source>
        <translation>Das Gebiet ist ein {kind}; gebraucht wird ein Polygon oder Rechteck.</translation>
    </message>
    <message>
        <source>The area has coordinates that are no numbers.</source>
        <translation>Das Gebiet hat Koordinaten, die keine Zahlen sind.</translation>
    </message>
    <message>
        <source>The area {box} is not in longitude and latitude (EPSG:4326). Give degrees, or a vector file that states its CRS.</source>
        <translation>Das Gebiet {box} ist nicht in Länge und Breite (EPSG:4326). Geben Sie Grade an, oder eine Vektordatei, die ihr KBS nennt.</translation>
    </message>
    <message>
        <source>The area has no surface. Draw a polygon or rectangle.</source>
        <translation>Das Gebiet hat keine Fläche. Zeichnen Sie ein Polygon oder Rechteck.</translation>
    </message>
    <message>
        <source>The area '{text}' is no valid WKT ({problem}). Close the ring of the polygon.</source>
        <translation>Das Gebiet '{text}' ist kein gültiges WKT ({problem}). Schließen Sie den Ring des Polygons.</translation>
    </message>
    <message>
        <source>The file {path} holds no polygon. Give a polygon layer.</source>
        <translation>Die Datei {path} enthält kein Polygon. Geben Sie einen Polygonlayer an.</translation>
    </message>
    <message>
        <source>The area lies outside the raster {path}. Choose another one, or leave out the area.</source>
        <translation>Das Gebiet liegt außerhalb des Rasters {path}. Wählen Sie ein anderes, oder lassen Sie das Gebiet weg.</translation>
    </message>
    <message>
        <source>The grid of {path} cannot be taken: {problem}</source>
        <translation>Das Gitter von {path} kann nicht übernommen werden: {problem}</translation>
    </message>
    <message>
        <source>The method '{method}' has no option '{name}'. It has none.</source>
        <translation>Die Methode '{method}' hat keine Option '{name}'. Sie hat überhaupt keine.</translation>
    </message>
    <message>
        <source>The method '{method}' has no option '{name}'. It has {names}.</source>
        <translation>Die Methode '{method}' hat keine Option '{name}'. Sie hat {names}.</translation>
    </message>
    <message>
        <source>The option '{text}' has no value; write it as name=value.</source>
        <translation>Die Option '{text}' hat keinen Wert; schreiben Sie sie als Name=Wert.</translation>
    </message>
    <message>
        <source>The option {name} is given twice.</source>
        <translation>Die Option {name} ist zweimal angegeben.</translation>
    </message>
    <message>
        <source>The option {name} is '{text}'. Write yes or no.</source>
        <translation>Die Option {name} ist '{text}'. Schreiben Sie yes oder no.</translation>
    </message>
    <message>
        <source>The option {name} is '{text}'. Choose among {names}.</source>
        <translation>Die Option {name} ist '{text}'. Wählen Sie aus {names}.</translation>
    </message>
    <message>
        <source>The option {name} is empty. Write numbers, such as {example}.</source>
        <translation>Die Option {name} ist leer. Schreiben Sie Zahlen, etwa {example}.</translation>
    </message>
    <message>
        <source>The option {name} is '{text}' where a whole number belongs.</source>
        <translation>Die Option {name} ist '{text}', wo eine ganze Zahl hingehört.</translation>
    </message>
    <message>
        <source>The option {name} is '{text}', which is no number.</source>
        <translation>Die Option {name} ist '{text}', was keine Zahl ist.</translation>
    </message>
    <message>
        <source>The option {name} is {value}, outside {low} to {high}.</source>
        <translation>Die Option {name} ist {value}, außerhalb von {low} bis {high}.</translation>
    </message>
    <message>
        <source>The job needs at least {least} MiB of memory ({overpasses} overpasses, {bands} bands, {threads} threads); {most} MiB are allowed. Allow more memory, use fewer threads or shorten the period.</source>
        <translation>Der Auftrag braucht mindestens {least} MiB Arbeitsspeicher ({overpasses} Überflüge, {bands} Bänder, {threads} Threads); erlaubt sind {most} MiB. Erlauben Sie mehr Speicher, verwenden Sie weniger Threads, oder verkürzen Sie den Zeitraum.</translation>
    </message>
    <message>
        <source>Geometric median</source>
        <translation>Geometrischer Median</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>Newest observation</source>
        <translation>Neueste Beobachtung</translation>
    </message>
    <message>
        <source>Medoid</source>
        <translation>Medoid</translation>
    </message>
    <message>
        <source>Mean by the scores of the best available pixel</source>
        <translation>Mittel nach den Noten des besten verfügbaren Pixels</translation>
    </message>
    <message>
        <source>Vegetation preference (VEG)</source>
        <translation>Vorrang der Vegetation (VEG)</translation>
    </message>
    <message>
        <source>Short-term composite (STC V1.0)</source>
        <translation>Kurzzeitkomposit (STC V1.0)</translation>
    </message>
    <message>
        <source>Pan-European (percentile per orbit)</source>
        <translation>Paneuropäisch (Perzentil je Orbit)</translation>
    </message>
    <message>
        <source>Minimum visible</source>
        <translation>Minimum des Sichtbaren</translation>
    </message>
    <message>
        <source>Minimum blue</source>
        <translation>Minimum des Blauen</translation>
    </message>
    <message>
        <source>Oldest observation</source>
        <translation>Älteste Beobachtung</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>Best available pixel</source>
        <translation>Bestes verfügbares Pixel</translation>
    </message>
    <message>
        <source>Weighted average (WASP, Theia L3A)</source>
        <translation>Gewichtetes Mittel (WASP, Theia L3A)</translation>
    </message>
    <message>
        <source>Bare-soil preference (SOI)</source>
        <translation>Vorrang des offenen Bodens (SOI)</translation>
    </message>
    <message>
        <source>S2GM (medoid, short-term composite, single)</source>
        <translation>S2GM (Medoid, Kurzzeitkomposit, einzeln)</translation>
    </message>
    <message>
        <source>Percentiles</source>
        <translation>Perzentile</translation>
    </message>
    <message>
        <source>Maximum NDVI</source>
        <translation>Maximaler NDVI</translation>
    </message>
    <message>
        <source>Maximum NIR to blue ratio (MAX-RNB)</source>
        <translation>Größtes Verhältnis von NIR zu Blau (MAX-RNB)</translation>
    </message>
    <message>
        <source>Weighted average without outliers</source>
        <translation>Gewichtetes Mittel ohne Ausreißer</translation>
    </message>
    <message>
        <source>Weighted average (Sen2-Agri L3A)</source>
        <translation>Gewichtetes Mittel (Sen2-Agri L3A)</translation>
    </message>
    <message>
        <source>Short-term composite (STC V1.1.0)</source>
        <translation>Kurzzeitkomposit (STC V1.1.0)</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Keine Daten</translation>
    </message>
    <message>
        <source>Saturated or defective</source>
        <translation>Gesättigt oder fehlerhaft</translation>
    </message>
    <message>
        <source>Dark features, shadows</source>
        <translation>Dunkle Flächen, Schatten</translation>
    </message>
    <message>
        <source>Cloud shadows</source>
        <translation>Wolkenschatten</translation>
    </message>
    <message>
        <source>Vegetation</source>
        <translation>Vegetation</translation>
    </message>
    <message>
        <source>Bare soil</source>
        <translation>Offener Boden</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>Wasser</translation>
    </message>
    <message>
        <source>Unclassified (cloud, low probability)</source>
        <translation>Nicht klassifiziert (Wolke, geringe Wahrscheinlichkeit)</translation>
    </message>
    <message>
        <source>Cloud, medium probability</source>
        <translation>Wolke, mittlere Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>Cloud, high probability</source>
        <translation>Wolke, hohe Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>Thin cirrus</source>
        <translation>Dünne Zirren</translation>
    </message>
    <message>
        <source>Snow or ice</source>
        <translation>Schnee oder Eis</translation>
    </message>
    <message>
        <source>The image was not loaded.</source>
        <translation>Das Bild wurde nicht geladen.</translation>
    </message>
    <message>
        <source>S2GM time series</source>
        <translation>S2GM-Zeitreihen</translation>
    </message>
    <message>
        <source>Pick points</source>
        <translation>Punkte wählen</translation>
    </message>
    <message>
        <source>Each click on the map adds a point and reads its series</source>
        <translation>Jeder Klick auf die Karte fügt einen Punkt hinzu und liest seine Reihe</translation>
    </message>
    <message>
        <source>Add selected</source>
        <translation>Gewählte hinzufügen</translation>
    </message>
    <message>
        <source>Adds the selected features of the active layer</source>
        <translation>Fügt die gewählten Objekte des aktiven Layers hinzu</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Forgets all places and their series</source>
        <translation>Vergisst alle Orte und ihre Reihen</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Reads all places with the settings on the left</source>
        <translation>Liest alle Orte mit den Einstellungen links</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Stops reading; what was read before stays</source>
        <translation>Bricht das Lesen ab; vorher Gelesenes bleibt</translation>
    </message>
    <message>
        <source>Not valid</source>
        <translation>Nicht gültige</translation>
    </message>
    <message>
        <source>Shows observations that the masks refuse</source>
        <translation>Zeigt Beobachtungen, die die Masken ablehnen</translation>
    </message>
    <message>
        <source>All days</source>
        <translation>Alle Tage</translation>
    </message>
    <message>
        <source>Takes the zoom back (wheel: zoom, drag: move)</source>
        <translation>Nimmt den Ausschnitt zurück (Rad: zoomen, ziehen: schieben)</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Writes all records as a table</source>
        <translation>Schreibt alle Datensätze als Tabelle</translation>
    </message>
    <message>
        <source>PNG</source>
        <translation>PNG</translation>
    </message>
    <message>
        <source>Writes the chart as it is shown as a picture</source>
        <translation>Schreibt das Diagramm, wie es zu sehen ist, als Bild</translation>
    </message>
    <message>
        <source>Loaded: {n}</source>
        <translation>Geladen: {n}</translation>
    </message>
    <message>
        <source>Nothing is selected. Select points or polygons of a layer, then try again.</source>
        <translation>Nichts ist gewählt. Wählen Sie Punkte oder Polygone eines Layers, dann versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>There is no place yet. Pick points on the map or add selected features.</source>
        <translation>Es gibt noch keinen Ort. Wählen Sie Punkte auf der Karte oder fügen Sie gewählte Objekte hinzu.</translation>
    </message>
    <message>
        <source>Loading the image of {name} ...</source>
        <translation>Das Bild von {name} wird geladen ...</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Geschrieben: {path}</translation>
    </message>
    <message>
        <source>The picture cannot be written to {path}. Choose another place.</source>
        <translation>Das Bild kann nicht nach {path} geschrieben werden. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source> ({n} more in the log)</source>
        <translation> ({n} weitere im Protokoll)</translation>
    </message>
    <message>
        <source>No observation between these days at these places. Choose other days or places.</source>
        <translation>Keine Beobachtung zwischen diesen Tagen an diesen Orten. Wählen Sie andere Tage oder Orte.</translation>
    </message>
    <message>
        <source>Press Pick points and click on the map, or select features and press Add selected.</source>
        <translation>Drücken Sie Punkte wählen und klicken Sie auf die Karte, oder wählen Sie Objekte und drücken Sie Gewählte hinzufügen.</translation>
    </message>
    <message>
        <source>{n} observations, {valid} valid. Click on one to load its image.</source>
        <translation>{n} Beobachtungen, davon {valid} gültig. Ein Klick auf eine lädt ihr Bild.</translation>
    </message>
    <message>
        <source>{n} composites, {valid} with an observation. Click on one to load its mosaic.</source>
        <translation>{n} Komposite, {valid} mit einer Beobachtung. Ein Klick auf eines lädt sein Mosaik.</translation>
    </message>
    <message>
        <source>Without any: {names}.</source>
        <translation>Ohne jede: {names}.</translation>
    </message>
    <message>
        <source>The settings have changed. Press Read.</source>
        <translation>Die Einstellungen haben sich geändert. Drücken Sie Lesen.</translation>
    </message>
    <message>
        <source>Export the records</source>
        <translation>Die Datensätze exportieren</translation>
    </message>
    <message>
        <source>Export the chart</source>
        <translation>Das Diagramm exportieren</translation>
    </message>
    <message>
        <source>{n} places are too many for a chart (at most {most}). The algorithm Point time series takes them.</source>
        <translation>{n} Orte sind zu viele für ein Diagramm (höchstens {most}). Der Algorithmus Zeitreihen von Punkten nimmt sie.</translation>
    </message>
    <message>
        <source>{n} places with windows of {w} x {w} pixels are too many curves (at most {most}). Show means.</source>
        <translation>{n} Orte mit Fenstern von {w} x {w} Pixeln sind zu viele Kurven (höchstens {most}). Zeigen Sie Mittel.</translation>
    </message>
    <message>
        <source>There is nothing to export yet. Read a series first.</source>
        <translation>Es gibt noch nichts zu exportieren. Lesen Sie zuerst eine Reihe.</translation>
    </message>
    <message>
        <source>each pixel</source>
        <translation>jedes Pixel</translation>
    </message>
    <message>
        <source>A curve for every pixel of the window instead of one of their mean</source>
        <translation>Eine Kurve für jedes Pixel des Fensters statt einer ihres Mittels</translation>
    </message>
    <message>
        <source>Aerosol, confidences</source>
        <translation>Aerosol, Konfidenzen</translation>
    </message>
    <message>
        <source>A stored authentication of QGIS, for sources that need an account</source>
        <translation>Eine gespeicherte Authentifizierung von QGIS, für Quellen, die ein Konto brauchen</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>A provider, the URL or path of a STAC catalogue, or a folder of products</source>
        <translation>Ein Anbieter, die URL oder der Pfad eines STAC-Katalogs, oder ein Ordner mit Produkten</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>First day (UTC)</source>
        <translation>Erster Tag (UTC)</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Last day, inclusive; of composites any day in the last period</source>
        <translation>Letzter Tag, einschließlich; bei Kompositen ein Tag im letzten Zeitraum</translation>
    </message>
    <message>
        <source>Every observation, or one composite per period: the pixel that its mosaic would have</source>
        <translation>Jede Beobachtung, oder ein Komposit je Zeitraum: das Pixel, das dessen Mosaik hätte</translation>
    </message>
    <message>
        <source>How a composite is made of the valid observations; auto: s2gm</source>
        <translation>Wie ein Komposit aus den gültigen Beobachtungen entsteht; auto: s2gm</translation>
    </message>
    <message>
        <source>Indices</source>
        <translation>Indizes</translation>
    </message>
    <message>
        <source>Spectral indices; only their bands are read</source>
        <translation>Spektrale Indizes; nur ihre Bänder werden gelesen</translation>
    </message>
    <message>
        <source>Reflectance bands to be shown</source>
        <translation>Zu zeigende Reflexionsbänder</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Odd number of pixels on a side; of more than one the mean is shown</source>
        <translation>Ungerade Zahl von Pixeln je Seite; von mehr als einem wird das Mittel gezeigt</translation>
    </message>
    <message>
        <source>Resolution (m)</source>
        <translation>Auflösung (m)</translation>
    </message>
    <message>
        <source>Size of the pixels</source>
        <translation>Größe der Pixel</translation>
    </message>
    <message>
        <source>Drawn through the valid marks, with start, peak and end of seasons where it shows them</source>
        <translation>Durch die gültigen Zeichen gezogen, mit Beginn, Höhepunkt und Ende der Vegetationszeiten, wo sie sie zeigt</translation>
    </message>
    <message>
        <source>Which classes of the scene classification count as clear</source>
        <translation>Welche Klassen der Szenenklassifikation als klar gelten</translation>
    </message>
    <message>
        <source>Also read</source>
        <translation>Auch lesen</translation>
    </message>
    <message>
        <source>Aerosol and the confidences of cloud and snow: for the table, about twice as much to read</source>
        <translation>Aerosol und die Konfidenzen von Wolken und Schnee: für die Tabelle, etwa doppelt so viel zu lesen</translation>
    </message>
    <message>
        <source>Nothing is chosen to be shown. Check at least one index or band.</source>
        <translation>Es ist nichts zum Zeigen gewählt. Wählen Sie mindestens einen Index oder ein Band.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Amplitude {amplitude}</source>
        <translation>Amplitude {amplitude}</translation>
    </message>
    <message>
        <source>, {days} days long</source>
        <translation>, {days} Tage lang</translation>
    </message>
    <message>
        <source>{site}, row {row}, column {col}</source>
        <translation>{site}, Zeile {row}, Spalte {col}</translation>
    </message>
    <message>
        <source>{value} &amp;plusmn; {spread}, {count} of {pixels} pixels</source>
        <translation>{value} &amp;plusmn; {spread}, {count} von {pixels} Pixeln</translation>
    </message>
    <message>
        <source>Class: {name}</source>
        <translation>Klasse: {name}</translation>
    </message>
    <message>
        <source>Cloud {cloud:.0f} %, snow {snow:.0f} %</source>
        <translation>Wolken {cloud:.0f} %, Schnee {snow:.0f} %</translation>
    </message>
    <message>
        <source>Not valid: {why}</source>
        <translation>Nicht gültig: {why}</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>observed {day}, {by}</source>
        <translation>beobachtet {day}, {by}</translation>
    </message>
    <message>
        <source>{n:.0f} valid observations</source>
        <translation>{n:.0f} gültige Beobachtungen</translation>
    </message>
    <message>
        <source>orbit {n}</source>
        <translation>Orbit {n}</translation>
    </message>
    <message>
        <source>Map view</source>
        <translation>Kartenausschnitt</translation>
    </message>
    <message>
        <source>The rectangle that the map shows now</source>
        <translation>Das Rechteck, das die Karte jetzt zeigt</translation>
    </message>
    <message>
        <source>The rectangle that the map shows now.</source>
        <translation>Das Rechteck, das die Karte jetzt zeigt.</translation>
    </message>
    <message>
        <source>Layer or selected features</source>
        <translation>Layer oder gewählte Objekte</translation>
    </message>
    <message>
        <source>The polygons of a layer of the project, or the selected ones</source>
        <translation>Die Polygone eines Layers des Projekts, oder die gewählten</translation>
    </message>
    <message>
        <source>A polygon layer of the project</source>
        <translation>Ein Polygonlayer des Projekts</translation>
    </message>
    <message>
        <source>Selected features only</source>
        <translation>Nur gewählte Objekte</translation>
    </message>
    <message>
        <source>Takes only what is selected on the map</source>
        <translation>Nimmt nur, was auf der Karte gewählt ist</translation>
    </message>
    <message>
        <source>Selected features only ({n})</source>
        <translation>Nur gewählte Objekte ({n})</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>The polygons of a KML, KMZ, Shapefile, GeoPackage or GeoJSON file</source>
        <translation>Die Polygone einer KML-, KMZ-, Shape-, GeoPackage- oder GeoJSON-Datei</translation>
    </message>
    <message>
        <source>File with the area</source>
        <translation>Datei mit dem Gebiet</translation>
    </message>
    <message>
        <source>KML, KMZ, SHP, GPKG or GeoJSON; also a zip file with one of them</source>
        <translation>KML, KMZ, SHP, GPKG oder GeoJSON; auch eine Zip-Datei mit einer davon</translation>
    </message>
    <message>
        <source>Text (WKT)</source>
        <translation>Text (WKT)</translation>
    </message>
    <message>
        <source>A polygon as WKT, or west,south,east,north in degrees</source>
        <translation>Ein Polygon als WKT, oder West,Süd,Ost,Nord in Grad</translation>
    </message>
    <message>
        <source>WKT of a closed polygon, or four numbers: west,south,east,north</source>
        <translation>WKT eines geschlossenen Polygons, oder vier Zahlen: West,Süd,Ost,Nord</translation>
    </message>
    <message>
        <source>The CRS of the coordinates of the WKT</source>
        <translation>Das KBS der Koordinaten des WKT</translation>
    </message>
    <message>
        <source>Country or region</source>
        <translation>Land oder Region</translation>
    </message>
    <message>
        <source>The outline of a country or region, by its name</source>
        <translation>Der Umriss eines Landes oder einer Region, nach dem Namen</translation>
    </message>
    <message>
        <source>Type a part of the name: countries first, then regions</source>
        <translation>Tippen Sie einen Teil des Namens: zuerst Länder, dann Regionen</translation>
    </message>
    <message>
        <source>Name of a country or region</source>
        <translation>Name eines Landes oder einer Region</translation>
    </message>
    <message>
        <source>Without parts overseas</source>
        <translation>Ohne Teile in Übersee</translation>
    </message>
    <message>
        <source>Leaves out territories and islands that are farther than 6.5 degrees from the rest</source>
        <translation>Lässt Gebiete und Inseln weg, die weiter als 6,5 Grad vom Rest entfernt sind</translation>
    </message>
    <message>
        <source>The outlines are coarse (Natural Earth): a rim makes up for that</source>
        <translation>Die Umrisse sind grob (Natural Earth): ein Rand gleicht das aus</translation>
    </message>
    <message>
        <source>Widen by</source>
        <translation>Erweitern um</translation>
    </message>
    <message>
        <source>This QGIS ships no map of the world. Take the area from a file.</source>
        <translation>Dieses QGIS bringt keine Weltkarte mit. Nehmen Sie das Gebiet aus einer Datei.</translation>
    </message>
    <message>
        <source>No name is chosen. Type the name of a country or region.</source>
        <translation>Es ist kein Name gewählt. Tippen Sie den Namen eines Landes oder einer Region.</translation>
    </message>
    <message>
        <source>'{name}' is no country or region of the map. Choose one of the list.</source>
        <translation>„{name}“ ist kein Land und keine Region der Karte. Wählen Sie eines der Liste.</translation>
    </message>
    <message>
        <source>The map of the world has no outline of {name}.</source>
        <translation>Die Weltkarte hat keinen Umriss von {name}.</translation>
    </message>
    <message>
        <source>This is no polygon. Draw or choose something with a surface.</source>
        <translation>Das ist kein Polygon. Zeichnen oder wählen Sie etwas mit einer Fläche.</translation>
    </message>
    <message>
        <source>The area</source>
        <translation>Das Gebiet</translation>
    </message>
    <message>
        <source>The area is too large: {size}. At most {most} can be ordered; choose a part of it.</source>
        <translation>Das Gebiet ist zu groß: {size}. Höchstens {most} können bestellt werden; wählen Sie einen Teil davon.</translation>
    </message>
    <message>
        <source>{n} ha</source>
        <translation>{n} ha</translation>
    </message>
    <message>
        <source>{n} km²</source>
        <translation>{n} km²</translation>
    </message>
    <message>
        <source>{degrees}° E</source>
        <translation>{degrees}° O</translation>
    </message>
    <message>
        <source>{degrees}° W</source>
        <translation>{degrees}° W</translation>
    </message>
    <message>
        <source>{degrees}° N</source>
        <translation>{degrees}° N</translation>
    </message>
    <message>
        <source>{degrees}° S</source>
        <translation>{degrees}° S</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Polygon</translation>
    </message>
    <message>
        <source>Freehand</source>
        <translation>Freihand</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Move, add and remove corners of the area on the map</source>
        <translation>Ecken des Gebiets auf der Karte verschieben, hinzufügen und entfernen</translation>
    </message>
    <message>
        <source>Zoom to the area</source>
        <translation>Auf das Gebiet zoomen</translation>
    </message>
    <message>
        <source>Zooms the map to the area</source>
        <translation>Zoomt die Karte auf das Gebiet</translation>
    </message>
    <message>
        <source>Forgets the area</source>
        <translation>Vergisst das Gebiet</translation>
    </message>
    <message>
        <source>Where the area is taken from</source>
        <translation>Woher das Gebiet genommen wird</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Nehmen</translation>
    </message>
    <message>
        <source>Takes this as the area</source>
        <translation>Nimmt dies als Gebiet</translation>
    </message>
    <message>
        <source>Or take</source>
        <translation>Oder aus</translation>
    </message>
    <message>
        <source>The CRS of the map cannot show the area. Choose another CRS.</source>
        <translation>Das KBS der Karte kann das Gebiet nicht zeigen. Wählen Sie ein anderes KBS.</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>Gezeichnet</translation>
    </message>
    <message>
        <source>There is no area to edit yet. Draw one first.</source>
        <translation>Es gibt noch kein Gebiet zum Bearbeiten. Zeichnen Sie zuerst eines.</translation>
    </message>
    <message>
        <source>The area has too many corners to be edited by hand.</source>
        <translation>Das Gebiet hat zu viele Ecken, um von Hand bearbeitet zu werden.</translation>
    </message>
    <message>
        <source>This is large. A mosaic of it takes many hours and much room.</source>
        <translation>Das ist groß. Ein Mosaik davon braucht viele Stunden und viel Platz.</translation>
    </message>
    <message>
        <source>The area of the project was not read: {why}</source>
        <translation>Das Gebiet des Projekts wurde nicht gelesen: {why}</translation>
    </message>
    <message>
        <source>No area yet. Draw one on the map, or take one.</source>
        <translation>Noch kein Gebiet. Zeichnen Sie eines auf die Karte, oder nehmen Sie eines.</translation>
    </message>
    <message>
        <source>The map view</source>
        <translation>Der Kartenausschnitt</translation>
    </message>
    <message>
        <source>The project has no polygon layer. Add one, or take the area from a file.</source>
        <translation>Das Projekt hat keinen Polygonlayer. Fügen Sie einen hinzu, oder nehmen Sie das Gebiet aus einer Datei.</translation>
    </message>
    <message>
        <source>Nothing is selected in the layer {name}. Select polygons on the map, then try again.</source>
        <translation>Im Layer {name} ist nichts gewählt. Wählen Sie Polygone auf der Karte, dann versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The layer {name} holds no polygon. Choose another layer.</source>
        <translation>Der Layer {name} enthält kein Polygon. Wählen Sie einen anderen Layer.</translation>
    </message>
    <message>
        <source>Layer {name}</source>
        <translation>Layer {name}</translation>
    </message>
    <message>
        <source>{n} selected features of {name}</source>
        <translation>{n} gewählte Objekte von {name}</translation>
    </message>
    <message>
        <source>The selected feature of {name}</source>
        <translation>Das gewählte Objekt von {name}</translation>
    </message>
    <message>
        <source>{name} has {n} features; an area is made of at most {most}. Select some, or merge them with Dissolve.</source>
        <translation>{name} hat {n} Objekte; ein Gebiet entsteht aus höchstens {most}. Wählen Sie einige aus, oder vereinigen Sie sie mit Auflösen.</translation>
    </message>
    <message>
        <source>No file is chosen. Choose one with the button on the right.</source>
        <translation>Es ist keine Datei gewählt. Wählen Sie eine mit dem Knopf rechts.</translation>
    </message>
    <message>
        <source>The file {path} does not exist.</source>
        <translation>Die Datei {path} besteht nicht.</translation>
    </message>
    <message>
        <source>{name} cannot be read as a vector file. Choose KML, KMZ, SHP, GPKG or GeoJSON.</source>
        <translation>{name} kann nicht als Vektordatei gelesen werden. Wählen Sie KML, KMZ, SHP, GPKG oder GeoJSON.</translation>
    </message>
    <message>
        <source>{name} holds no polygons, only points, lines or tables. Choose another file.</source>
        <translation>{name} enthält keine Polygone, nur Punkte, Linien oder Tabellen. Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>{name} states no CRS. Give it one in QGIS (Assign projection), then try again.</source>
        <translation>{name} nennt kein KBS. Geben Sie der Datei in QGIS eines (Projektion zuweisen), dann versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>File {name}</source>
        <translation>Datei {name}</translation>
    </message>
    <message>
        <source>The layer {layer} of {name} cannot be transformed from {its} to {crs}, the CRS of the first layer.</source>
        <translation>Der Layer {layer} von {name} kann nicht von {its} in {crs}, das KBS des ersten Layers, umgerechnet werden.</translation>
    </message>
    <message>
        <source>There is no text yet. Write POLYGON((15 45, 16 45, 16 46, 15 45)).</source>
        <translation>Es gibt noch keinen Text. Schreiben Sie POLYGON((15 45, 16 45, 16 46, 15 45)).</translation>
    </message>
    <message>
        <source>WKT</source>
        <translation>WKT</translation>
    </message>
    <message>
        <source>'{text}' is no polygon. Write POLYGON((x y, x y, x y, x y)) and close the ring.</source>
        <translation>„{text}“ ist kein Polygon. Schreiben Sie POLYGON((x y, x y, x y, x y)) und schließen Sie den Ring.</translation>
    </message>
    <message>
        <source>Drag a rectangle, or click on two corners. Esc cancels.</source>
        <translation>Ziehen Sie ein Rechteck, oder klicken Sie auf zwei Ecken. Esc bricht ab.</translation>
    </message>
    <message>
        <source>The rectangle has no surface. Click on two opposite corners.</source>
        <translation>Das Rechteck hat keine Fläche. Klicken Sie auf zwei gegenüberliegende Ecken.</translation>
    </message>
    <message>
        <source>Click on the corners. Right click, double click or Enter closes, Backspace takes one back.</source>
        <translation>Klicken Sie auf die Ecken. Rechtsklick, Doppelklick oder Eingabe schließt, die Rücktaste nimmt eine zurück.</translation>
    </message>
    <message>
        <source>What was drawn has no surface. Set at least three corners.</source>
        <translation>Was gezeichnet wurde, hat keine Fläche. Setzen Sie mindestens drei Ecken.</translation>
    </message>
    <message>
        <source>Hold the left button and draw around the area. Esc cancels.</source>
        <translation>Halten Sie die linke Taste und fahren Sie um das Gebiet. Esc bricht ab.</translation>
    </message>
    <message>
        <source>What was drawn has no surface. Draw all around the area.</source>
        <translation>Was gezeichnet wurde, hat keine Fläche. Zeichnen Sie ganz um das Gebiet herum.</translation>
    </message>
    <message>
        <source>Drag a corner. Double click on an edge adds one, right click or Delete removes one, Backspace undoes, Esc or Enter ends.</source>
        <translation>Ziehen Sie eine Ecke. Doppelklick auf eine Kante fügt eine hinzu, Rechtsklick oder Entf entfernt eine, die Rücktaste macht rückgängig, Esc oder Eingabe beendet.</translation>
    </message>
    <message>
        <source>Austria</source>
        <translation>Österreich</translation>
    </message>
    <message>
        <source>Belgium</source>
        <translation>Belgien</translation>
    </message>
    <message>
        <source>Bulgaria</source>
        <translation>Bulgarien</translation>
    </message>
    <message>
        <source>Croatia</source>
        <translation>Kroatien</translation>
    </message>
    <message>
        <source>Cyprus</source>
        <translation>Zypern</translation>
    </message>
    <message>
        <source>Czechia</source>
        <translation>Tschechien</translation>
    </message>
    <message>
        <source>Denmark</source>
        <translation>Dänemark</translation>
    </message>
    <message>
        <source>Estonia</source>
        <translation>Estland</translation>
    </message>
    <message>
        <source>Finland</source>
        <translation>Finnland</translation>
    </message>
    <message>
        <source>France</source>
        <translation>Frankreich</translation>
    </message>
    <message>
        <source>Germany</source>
        <translation>Deutschland</translation>
    </message>
    <message>
        <source>Greece</source>
        <translation>Griechenland</translation>
    </message>
    <message>
        <source>Hungary</source>
        <translation>Ungarn</translation>
    </message>
    <message>
        <source>Ireland</source>
        <translation>Irland</translation>
    </message>
    <message>
        <source>Italy</source>
        <translation>Italien</translation>
    </message>
    <message>
        <source>Latvia</source>
        <translation>Lettland</translation>
    </message>
    <message>
        <source>Lithuania</source>
        <translation>Litauen</translation>
    </message>
    <message>
        <source>Luxembourg</source>
        <translation>Luxemburg</translation>
    </message>
    <message>
        <source>Malta</source>
        <translation>Malta</translation>
    </message>
    <message>
        <source>Netherlands</source>
        <translation>Niederlande</translation>
    </message>
    <message>
        <source>Poland</source>
        <translation>Polen</translation>
    </message>
    <message>
        <source>Portugal</source>
        <translation>Portugal</translation>
    </message>
    <message>
        <source>Romania</source>
        <translation>Rumänien</translation>
    </message>
    <message>
        <source>Slovakia</source>
        <translation>Slowakei</translation>
    </message>
    <message>
        <source>Slovenia</source>
        <translation>Slowenien</translation>
    </message>
    <message>
        <source>Spain</source>
        <translation>Spanien</translation>
    </message>
    <message>
        <source>Sweden</source>
        <translation>Schweden</translation>
    </message>
    <message>
        <source>Benin</source>
        <translation>Benin</translation>
    </message>
    <message>
        <source>Central African Republic</source>
        <translation>Zentralafrikanische Republik</translation>
    </message>
    <message>
        <source>Côte d'Ivoire</source>
        <translation>Elfenbeinküste</translation>
    </message>
    <message>
        <source>Cameroon</source>
        <translation>Kamerun</translation>
    </message>
    <message>
        <source>Democratic Republic of the Congo</source>
        <translation>Demokratische Republik Kongo</translation>
    </message>
    <message>
        <source>Republic of the Congo</source>
        <translation>Republik Kongo</translation>
    </message>
    <message>
        <source>Ethiopia</source>
        <translation>Äthiopien</translation>
    </message>
    <message>
        <source>Gabon</source>
        <translation>Gabun</translation>
    </message>
    <message>
        <source>Ghana</source>
        <translation>Ghana</translation>
    </message>
    <message>
        <source>Kenya</source>
        <translation>Kenia</translation>
    </message>
    <message>
        <source>Nigeria</source>
        <translation>Nigeria</translation>
    </message>
    <message>
        <source>Sudan</source>
        <translation>Sudan</translation>
    </message>
    <message>
        <source>South Sudan</source>
        <translation>Südsudan</translation>
    </message>
    <message>
        <source>Tanzania</source>
        <translation>Tansania</translation>
    </message>
    <message>
        <source>Zambia</source>
        <translation>Sambia</translation>
    </message>
    <message>
        <source>Argentina</source>
        <translation>Argentinien</translation>
    </message>
    <message>
        <source>Bolivia</source>
        <translation>Bolivien</translation>
    </message>
    <message>
        <source>Chile</source>
        <translation>Chile</translation>
    </message>
    <message>
        <source>Colombia</source>
        <translation>Kolumbien</translation>
    </message>
    <message>
        <source>Costa Rica</source>
        <translation>Costa Rica</translation>
    </message>
    <message>
        <source>Ecuador</source>
        <translation>Ecuador</translation>
    </message>
    <message>
        <source>Guatemala</source>
        <translation>Guatemala</translation>
    </message>
    <message>
        <source>Guyana</source>
        <translation>Guyana</translation>
    </message>
    <message>
        <source>Honduras</source>
        <translation>Honduras</translation>
    </message>
    <message>
        <source>Mexico</source>
        <translation>Mexiko</translation>
    </message>
    <message>
        <source>Panama</source>
        <translation>Panama</translation>
    </message>
    <message>
        <source>Peru</source>
        <translation>Peru</translation>
    </message>
    <message>
        <source>Paraguay</source>
        <translation>Paraguay</translation>
    </message>
    <message>
        <source>Suriname</source>
        <translation>Suriname</translation>
    </message>
    <message>
        <source>Bangladesh</source>
        <translation>Bangladesch</translation>
    </message>
    <message>
        <source>Bhutan</source>
        <translation>Bhutan</translation>
    </message>
    <message>
        <source>Indonesia</source>
        <translation>Indonesien</translation>
    </message>
    <message>
        <source>Cambodia</source>
        <translation>Kambodscha</translation>
    </message>
    <message>
        <source>Sri Lanka</source>
        <translation>Sri Lanka</translation>
    </message>
    <message>
        <source>Myanmar</source>
        <translation>Myanmar</translation>
    </message>
    <message>
        <source>Mongolia</source>
        <translation>Mongolei</translation>
    </message>
    <message>
        <source>Nepal</source>
        <translation>Nepal</translation>
    </message>
    <message>
        <source>Pakistan</source>
        <translation>Pakistan</translation>
    </message>
    <message>
        <source>Philippines</source>
        <translation>Philippinen</translation>
    </message>
    <message>
        <source>Papua New Guinea</source>
        <translation>Papua-Neuguinea</translation>
    </message>
    <message>
        <source>Solomon Islands</source>
        <translation>Salomonen</translation>
    </message>
    <message>
        <source>Vietnam</source>
        <translation>Vietnam</translation>
    </message>
    <message>
        <source>unticked</source>
        <translation>abgewählt</translation>
    </message>
    <message>
        <source>other satellite</source>
        <translation>anderer Satellit</translation>
    </message>
    <message>
        <source>other baseline</source>
        <translation>andere Baseline</translation>
    </message>
    <message>
        <source>another processing is used</source>
        <translation>eine andere Verarbeitung wird verwendet</translation>
    </message>
    <message>
        <source>other orbit</source>
        <translation>anderer Orbit</translation>
    </message>
    <message>
        <source>too cloudy</source>
        <translation>zu bewölkt</translation>
    </message>
    <message>
        <source>&lt;b&gt;{scenes} on {days}&lt;/b&gt;, {first} to {last}, by {satellites}</source>
        <translation>&lt;b&gt;{scenes} an {days}&lt;/b&gt;, {first} bis {last}, von {satellites}</translation>
    </message>
    <message>
        <source>scene</source>
        <translation>Szene</translation>
    </message>
    <message>
        <source>scenes</source>
        <translation>Szenen</translation>
    </message>
    <message>
        <source>day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>days</source>
        <translation>Tagen</translation>
    </message>
    <message>
        <source>clouds {low} to {high} %, half of the scenes below {middle} %</source>
        <translation>Wolken {low} bis {high} %, die Hälfte der Szenen unter {middle} %</translation>
    </message>
    <message>
        <source>left out: {listed}</source>
        <translation>ausgelassen: {listed}</translation>
    </message>
    <message>
        <source>&lt;b&gt;{size}&lt;/b&gt; of {metres} m ({crs}){products}: reads at most {read}, writes at most {write}</source>
        <translation>&lt;b&gt;{size}&lt;/b&gt; zu {metres} m ({crs}){products}: liest höchstens {read}, schreibt höchstens {write}</translation>
    </message>
    <message>
        <source>a guess, as no run was measured on this machine yet</source>
        <translation>geschätzt, denn auf diesem Rechner wurde noch kein Lauf gemessen</translation>
    </message>
    <message>
        <source>earlier run</source>
        <translation>früheren Lauf</translation>
    </message>
    <message>
        <source>earlier runs</source>
        <translation>früheren Läufen</translation>
    </message>
    <message>
        <source>by {runs} on this machine</source>
        <translation>nach {runs} auf diesem Rechner</translation>
    </message>
    <message>
        <source>takes &lt;b&gt;{time}&lt;/b&gt; ({basis})</source>
        <translation>dauert &lt;b&gt;{time}&lt;/b&gt; ({basis})</translation>
    </message>
    <message>
        <source>{n} million pixels</source>
        <translation>{n} Millionen Pixel</translation>
    </message>
    <message>
        <source>{size} to read</source>
        <translation>{size} zu lesen</translation>
    </message>
    <message>
        <source>{size} to write</source>
        <translation>{size} zu schreiben</translation>
    </message>
    <message>
        <source>This is a lot: {what}. A smaller area, a coarser resolution or fewer bands make it less.</source>
        <translation>Das ist viel: {what}. Ein kleineres Gebiet, eine gröbere Auflösung oder weniger Bänder machen es weniger.</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>einige Sekunden</translation>
    </message>
    <message>
        <source>about {n} seconds</source>
        <translation>etwa {n} Sekunden</translation>
    </message>
    <message>
        <source>about {n} minutes</source>
        <translation>etwa {n} Minuten</translation>
    </message>
    <message>
        <source>about {n} hours</source>
        <translation>etwa {n} Stunden</translation>
    </message>
    <message>
        <source>about {n} days</source>
        <translation>etwa {n} Tage</translation>
    </message>
    <message>
        <source>{w} x {h} pixels</source>
        <translation>{w} x {h} Pixel</translation>
    </message>
    <message>
        <source>{n} million pixels in {tiles} tiles</source>
        <translation>{n} Millionen Pixel in {tiles} Kacheln</translation>
    </message>
    <message>
        <source>, {n} mosaics</source>
        <translation>, {n} Mosaike</translation>
    </message>
    <message>
        <source>Choose an area and a period to see which scenes there are.</source>
        <translation>Wählen Sie Gebiet und Zeitraum, um zu sehen, welche Szenen es gibt.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stops the search</source>
        <translation>Bricht die Suche ab</translation>
    </message>
    <message>
        <source>Unticked scenes are left out of the mosaic</source>
        <translation>Abgewählte Szenen bleiben aus dem Mosaik</translation>
    </message>
    <message>
        <source>Footprints on the map</source>
        <translation>Umrisse auf der Karte</translation>
    </message>
    <message>
        <source>Shows the outlines of the scenes; the one under the mouse in yellow</source>
        <translation>Zeigt die Umrisse der Szenen; den unter der Maus in Gelb</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Fetches the small pictures that the catalogue offers</source>
        <translation>Holt die kleinen Bilder, die der Katalog anbietet</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>Alle wählen</translation>
    </message>
    <message>
        <source>Uses all scenes again</source>
        <translation>Verwendet wieder alle Szenen</translation>
    </message>
    <message>
        <source>Searching scenes ...</source>
        <translation>Szenen werden gesucht ...</translation>
    </message>
    <message>
        <source>The search was cancelled.</source>
        <translation>Die Suche wurde abgebrochen.</translation>
    </message>
    <message>
        <source>No scene is used.</source>
        <translation>Keine Szene wird verwendet.</translation>
    </message>
    <message>
        <source>All scenes are left out. Tick at least one.</source>
        <translation>Alle Szenen sind ausgelassen. Wählen Sie mindestens eine.</translation>
    </message>
    <message>
        <source>There is no algorithm {name}.</source>
        <translation>Es gibt keinen Algorithmus {name}.</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Clouds</source>
        <translation>Wolken</translation>
    </message>
    <message>
        <source>Tile</source>
        <translation>Kachel</translation>
    </message>
    <message>
        <source>Satellite</source>
        <translation>Satellit</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>Liest</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Relative orbit {n}</source>
        <translation>Relativer Orbit {n}</translation>
    </message>
    <message>
        <source>Processing baseline {n}</source>
        <translation>Baseline der Verarbeitung {n}</translation>
    </message>
    <message>
        <source>Left out: {why}</source>
        <translation>Ausgelassen: {why}</translation>
    </message>
    <message>
        <source>S2GM scenes</source>
        <translation>S2GM-Szenen</translation>
    </message>
    <message>
        <source>{day}: {n} scenes, {used} used, {cloud} % clouds</source>
        <translation>{day}: {n} Szenen, {used} verwendet, {cloud} % Wolken</translation>
    </message>
    <message>
        <source>Scenes over the days</source>
        <translation>Szenen über die Tage</translation>
    </message>
    <message>
        <source>Clear sky per day</source>
        <translation>Klarer Himmel je Tag</translation>
    </message>
    <message>
        <source>QGIS cannot open the files of this order.</source>
        <translation>QGIS kann die Dateien dieses Auftrags nicht öffnen.</translation>
    </message>
    <message>
        <source>{folder} was not deleted ({reason}). Is a file of it open?</source>
        <translation>{folder} wurde nicht gelöscht ({reason}). Ist eine Datei davon geöffnet?</translation>
    </message>
    <message>
        <source>Export the order</source>
        <translation>Den Auftrag exportieren</translation>
    </message>
    <message>
        <source>The order was not exported: {reason}</source>
        <translation>Der Auftrag wurde nicht exportiert: {reason}</translation>
    </message>
    <message>
        <source>Exported to {path}. It also runs with: s2gm run</source>
        <translation>Exportiert nach {path}. Er läuft auch mit: s2gm run</translation>
    </message>
    <message>
        <source>Import an order</source>
        <translation>Einen Auftrag importieren</translation>
    </message>
    <message>
        <source>It is larger than any order.</source>
        <translation>Sie ist größer als jeder Auftrag.</translation>
    </message>
    <message>
        <source>{file} was not imported: {reason}</source>
        <translation>{file} wurde nicht importiert: {reason}</translation>
    </message>
    <message>
        <source>Delete the order?</source>
        <translation>Den Auftrag löschen?</translation>
    </message>
    <message>
        <source>Delete the order {name}?</source>
        <translation>Den Auftrag {name} löschen?</translation>
    </message>
    <message>
        <source>and its files in {folder} ({size})</source>
        <translation>und seine Dateien in {folder} ({size})</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>Basic</source>
        <translation>Einfach</translation>
    </message>
    <message>
        <source>An area and a month are enough</source>
        <translation>Ein Gebiet und ein Monat genügen</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Every option; what was chosen in Basic stays</source>
        <translation>Jede Option; was in Einfach gewählt ist, bleibt</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Loslegen</translation>
    </message>
    <message>
        <source>Opens Temporal Mosaic; this page can be opened again below</source>
        <translation>Öffnet Zeitliches Mosaik; diese Seite lässt sich unten wieder öffnen</translation>
    </message>
    <message>
        <source>Try an example without a network</source>
        <translation>Ein Beispiel ohne Netz versuchen</translation>
    </message>
    <message>
        <source>Writes a small synthetic archive into your profile and makes a mosaic of it</source>
        <translation>Schreibt ein kleines künstliches Archiv in Ihr Profil und macht ein Mosaik davon</translation>
    </message>
    <message>
        <source>Read more</source>
        <translation>Mehr lesen</translation>
    </message>
    <message>
        <source>Opens the documents, which are on this computer</source>
        <translation>Öffnet die Dokumente, die auf diesem Computer liegen</translation>
    </message>
    <message>
        <source>How much of the example archive is written</source>
        <translation>Wie viel des Beispielarchivs geschrieben ist</translation>
    </message>
    <message>
        <source>A cloud-free picture in three steps</source>
        <translation>Ein wolkenfreies Bild in drei Schritten</translation>
    </message>
    <message>
        <source>&lt;b&gt;1. Choose an area.&lt;/b&gt; Draw it on the map, or take a country by its name.</source>
        <translation>&lt;b&gt;1. Wählen Sie ein Gebiet.&lt;/b&gt; Zeichnen Sie es auf die Karte, oder nehmen Sie ein Land nach seinem Namen.</translation>
    </message>
    <message>
        <source>&lt;b&gt;2. Choose a month.&lt;/b&gt; Sentinel-2 has passed every few days since 2015.</source>
        <translation>&lt;b&gt;2. Wählen Sie einen Monat.&lt;/b&gt; Sentinel-2 fliegt seit 2015 alle paar Tage vorbei.</translation>
    </message>
    <message>
        <source>&lt;b&gt;3. Press Quicklook.&lt;/b&gt; A coarse picture comes first; if you like it, have the whole mosaic made.</source>
        <translation>&lt;b&gt;3. Drücken Sie Schnellansicht.&lt;/b&gt; Zuerst kommt ein grobes Bild; gefällt es Ihnen, lassen Sie das ganze Mosaik machen.</translation>
    </message>
    <message>
        <source>This order cannot be read ({reason}). It can only be deleted.</source>
        <translation>Dieser Auftrag ist nicht lesbar ({reason}). Er kann nur gelöscht werden.</translation>
    </message>
    <message>
        <source>This is no order: its JSON is nested too deeply.</source>
        <translation>Das ist kein Auftrag: Sein JSON ist zu tief verschachtelt.</translation>
    </message>
    <message>
        <source>No page of this window makes {product}.</source>
        <translation>Keine Seite dieses Fensters macht {product}.</translation>
    </message>
    <message>
        <source>The page cannot show: {fields}. Run the order with s2gm run, or take these out.</source>
        <translation>Die Seite kann nicht zeigen: {fields}. Führen Sie den Auftrag mit s2gm run aus, oder nehmen Sie dies heraus.</translation>
    </message>
    <message>
        <source>This is no JSON ({reason}).</source>
        <translation>Das ist kein JSON ({reason}).</translation>
    </message>
    <message>
        <source>Time Series</source>
        <translation>Zeitreihen</translation>
    </message>
    <message>
        <source>Predefined Mosaics</source>
        <translation>Fertige Mosaike</translation>
    </message>
    <message>
        <source>My Orders</source>
        <translation>Meine Aufträge</translation>
    </message>
    <message>
        <source>Help on this page</source>
        <translation>Hilfe zu dieser Seite</translation>
    </message>
    <message>
        <source>The three first steps</source>
        <translation>Die drei ersten Schritte</translation>
    </message>
    <message>
        <source>The mosaic is on the map.</source>
        <translation>Das Mosaik ist auf der Karte.</translation>
    </message>
    <message>
        <source>It has ended, but the list of orders cannot be written now. S2GM tries again.</source>
        <translation>Der Auftrag ist beendet, aber die Auftragsliste kann zurzeit nicht geschrieben werden. S2GM versucht es erneut.</translation>
    </message>
    <message>
        <source>Temporal Mosaic</source>
        <translation>Zeitliches Mosaik</translation>
    </message>
    <message>
        <source>Sentinel-2 without clouds: of every pixel the most typical clear observation.</source>
        <translation>Sentinel-2 ohne Wolken: von jedem Pixel die typischste klare Beobachtung.</translation>
    </message>
    <message>
        <source>Make the mosaic</source>
        <translation>Mosaik machen</translation>
    </message>
    <message>
        <source>BrightEarth Mosaic</source>
        <translation>BrightEarth Mosaik</translation>
    </message>
    <message>
        <source>A picture in natural colour without seams, for looking at and as a background.</source>
        <translation>Ein Bild in natürlichen Farben ohne Nähte, zum Ansehen und als Hintergrund.</translation>
    </message>
    <message>
        <source>Make the picture</source>
        <translation>Bild machen</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>unlesbar</translation>
    </message>
    <message>
        <source>European Union (27 countries)</source>
        <translation>Europäische Union (27 Länder)</translation>
    </message>
    <message>
        <source>Members of the European Union since 1 February 2020.</source>
        <translation>Mitglieder der Europäischen Union seit dem 1. Februar 2020.</translation>
    </message>
    <message>
        <source>REDD+ countries</source>
        <translation>REDD+-Länder</translation>
    </message>
    <message>
        <source>The 42 partner countries of the UN-REDD Programme on 25 December 2011, from the Programme's news of that day and of October 2009, February 2010 and June 2011. Others have joined since.</source>
        <translation>Die 42 Partnerländer des UN-REDD-Programms am 25. Dezember 2011, nach den Nachrichten des Programms von diesem Tag und von Oktober 2009, Februar 2010 und Juni 2011. Seither sind weitere beigetreten.</translation>
    </message>
    <message>
        <source>The mosaic: {pixels} million pixels, at most {size} to write.</source>
        <translation>Das Mosaik: {pixels} Millionen Pixel, höchstens {size} zu schreiben.</translation>
    </message>
    <message>
        <source>Its scenes: at most {size} to read; it takes {time}.</source>
        <translation>Seine Szenen: höchstens {size} zu lesen; Dauer: {time}.</translation>
    </message>
    <message>
        <source>{name}: {cost} Make it?</source>
        <translation>{name}: {cost} Soll es erzeugt werden?</translation>
    </message>
    <message>
        <source>A large mosaic</source>
        <translation>Ein großes Mosaik</translation>
    </message>
    <message>
        <source>Open the chart</source>
        <translation>Diagramm öffnen</translation>
    </message>
    <message>
        <source>Opens the chart of time series below the map</source>
        <translation>Öffnet das Diagramm der Zeitreihen unter der Karte</translation>
    </message>
    <message>
        <source>Read a whole layer...</source>
        <translation>Einen ganzen Layer lesen …</translation>
    </message>
    <message>
        <source>Opens the algorithm Point time series</source>
        <translation>Öffnet den Algorithmus Zeitreihen von Punkten</translation>
    </message>
    <message>
        <source>Every acquisition of a place through time: reflectance, vegetation indices, and which observations are clear. The chart opens below the map; each click on the map adds a place, and a click on a mark of the chart shows the picture of that day.</source>
        <translation>Jede Aufnahme eines Ortes im Lauf der Zeit: Reflexionsgrade, Vegetationsindizes, und welche Beobachtungen klar sind. Das Diagramm öffnet sich unter der Karte; jeder Klick auf die Karte fügt einen Ort hinzu, und ein Klick auf ein Zeichen des Diagramms zeigt das Bild dieses Tages.</translation>
    </message>
    <message>
        <source>For many places at once, into a layer and a table: points, or polygons that are summed up, with smooth curves and dates of seasons.</source>
        <translation>Für viele Orte zugleich, in einen Layer und eine Tabelle: Punkte, oder Polygone, die zusammengefasst werden, mit glatten Kurven und den Daten von Vegetationszeiten.</translation>
    </message>
    <message>
        <source>The year before</source>
        <translation>Das Jahr davor</translation>
    </message>
    <message>
        <source>The year after</source>
        <translation>Das Jahr danach</translation>
    </message>
    <message>
        <source>Sentinel-2 has taken pictures since July 2015.</source>
        <translation>Sentinel-2 nimmt seit Juli 2015 Bilder auf.</translation>
    </message>
    <message>
        <source>This month has not begun.</source>
        <translation>Dieser Monat hat noch nicht begonnen.</translation>
    </message>
    <message>
        <source>This month has not ended: there will be more pictures of it.</source>
        <translation>Dieser Monat ist nicht zu Ende: es kommen noch Bilder dazu.</translation>
    </message>
    <message>
        <source>There is no algorithm {name} in this QGIS.</source>
        <translation>In diesem QGIS gibt es keinen Algorithmus {name}.</translation>
    </message>
    <message>
        <source>The run ended without a result; the log messages of QGIS say more.</source>
        <translation>Der Lauf endete ohne Ergebnis; die Protokollmeldungen von QGIS sagen mehr.</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be made ({reason}). Choose another one.</source>
        <translation>Der Ordner {folder} kann nicht angelegt werden ({reason}). Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>all bands</source>
        <translation>alle Bänder</translation>
    </message>
    <message>
        <source>no layers</source>
        <translation>keine Layer</translation>
    </message>
    <message>
        <source>no indices</source>
        <translation>keine Indizes</translation>
    </message>
    <message>
        <source>Ten days</source>
        <translation>Zehn Tage</translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation>Quartal</translation>
    </message>
    <message>
        <source>Season (December to February, ...)</source>
        <translation>Jahreszeit (Dezember bis Februar, ...)</translation>
    </message>
    <message>
        <source>Season (pan-European)</source>
        <translation>Jahreszeit (paneuropäisch)</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Jahr</translation>
    </message>
    <message>
        <source>From the start to the end</source>
        <translation>Vom Beginn bis zum Ende</translation>
    </message>
    <message>
        <source>16 bits</source>
        <translation>16 Bits</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8 Bits</translation>
    </message>
    <message>
        <source>stays empty</source>
        <translation>bleibt leer</translation>
    </message>
    <message>
        <source>is filled to a rectangle</source>
        <translation>wird zum Rechteck gefüllt</translation>
    </message>
    <message>
        <source>as the method wants it</source>
        <translation>wie die Methode es will</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Comparison of the dates</source>
        <translation>Vergleich der Termine</translation>
    </message>
    <message>
        <source>Filter of the service</source>
        <translation>Filter des Dienstes</translation>
    </message>
    <message>
        <source>Filter of the service (weak 1)</source>
        <translation>Filter des Dienstes (weak 1)</translation>
    </message>
    <message>
        <source>Strongest: clear classes only</source>
        <translation>Am stärksten: nur klare Klassen</translation>
    </message>
    <message>
        <source>Weaker: keeps unclassified pixels (weak 2)</source>
        <translation>Schwächer: behält nicht klassifizierte Pixel (weak 2)</translation>
    </message>
    <message>
        <source>Weaker: keeps haze and cirrus, too (weak 3)</source>
        <translation>Schwächer: behält auch Dunst und Zirren (weak 3)</translation>
    </message>
    <message>
        <source>Weakest: high cloud probability only (weak 4)</source>
        <translation>Am schwächsten: nur hohe Wolkenwahrscheinlichkeit (weak 4)</translation>
    </message>
    <message>
        <source>No mask: clouds are kept</source>
        <translation>Keine Maske: Wolken bleiben</translation>
    </message>
    <message>
        <source>{mask} (BrightEarth)</source>
        <translation>{mask} (BrightEarth)</translation>
    </message>
    <message>
        <source>Cloud probability of the scenes</source>
        <translation>Wolkenwahrscheinlichkeit der Szenen</translation>
    </message>
    <message>
        <source>Deep learning (OmniCloudMask, where installed)</source>
        <translation>Deep Learning (OmniCloudMask, wo installiert)</translation>
    </message>
    <message>
        <source>Masks of MAJA (its products only)</source>
        <translation>Masken von MAJA (nur für deren Produkte)</translation>
    </message>
    <message>
        <source>How much of the order is done</source>
        <translation>Wie viel des Auftrags fertig ist</translation>
    </message>
    <message>
        <source>Stops this order; it can be resumed in My Orders</source>
        <translation>Stoppt diesen Auftrag; er kann in Meine Aufträge fortgesetzt werden</translation>
    </message>
    <message>
        <source>Looking for scenes</source>
        <translation>Szenen werden gesucht</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>{n} warten</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Gebiet</translation>
    </message>
    <message>
        <source>The quicklook is on the map. If you like it, press “{button}”.</source>
        <translation>Die Schnellansicht ist auf der Karte. Gefällt sie Ihnen, drücken Sie „{button}“.</translation>
    </message>
    <message>
        <source>Quicklook {what}</source>
        <translation>Schnellansicht {what}</translation>
    </message>
    <message>
        <source>Each order gets a folder of its own below this one</source>
        <translation>Jeder Auftrag bekommt einen eigenen Ordner darunter</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Searches the archive: scenes, clouds, bytes and time</source>
        <translation>Durchsucht das Archiv: Szenen, Wolken, Bytes und Zeit</translation>
    </message>
    <message>
        <source>Makes the mosaic below {folder}</source>
        <translation>Macht das Mosaik unter {folder}</translation>
    </message>
    <message>
        <source>Choose an area first.</source>
        <translation>Wählen Sie zuerst ein Gebiet.</translation>
    </message>
    <message>
        <source>The unticked scenes were those of another order; all are used again.</source>
        <translation>Die abgewählten Szenen gehörten zu einem anderen Auftrag; alle werden wieder verwendet.</translation>
    </message>
    <message>
        <source>A picture of the month, coarse and ready in seconds</source>
        <translation>Ein Bild des Monats, grob und in Sekunden fertig</translation>
    </message>
    <message>
        <source>Limits on clouds, satellites and orbits, cloud mask and method are not used for it.</source>
        <translation>Grenzen für Wolken, Satelliten und Orbits, Wolkenmaske und Methode gelten dafür nicht.</translation>
    </message>
    <message>
        <source>Period: {period} is not used here.</source>
        <translation>Zeitraum: {period} gilt hier nicht.</translation>
    </message>
    <message>
        <source>Also chosen in Advanced: {names}. &lt;a href='reset'&gt;Forget it&lt;/a&gt;</source>
        <translation>Auch gewählt, in Erweitert: {names}. &lt;a href='reset'&gt;Vergessen&lt;/a&gt;</translation>
    </message>
    <message>
        <source>&lt;a href='reset'&gt;Forget it&lt;/a&gt;</source>
        <translation>&lt;a href='reset'&gt;Vergessen&lt;/a&gt;</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Writes the settings of the product into this form. What you change afterwards wins.</source>
        <translation>Schreibt die Einstellungen des Produkts in dieses Formular. Was Sie danach ändern, gilt.</translation>
    </message>
    <message>
        <source>{help} From {low} to {high}.</source>
        <translation>{help} Von {low} bis {high}.</translation>
    </message>
    <message>
        <source>Scenes and cost</source>
        <translation>Szenen und Aufwand</translation>
    </message>
    <message>
        <source>Which scenes are there?</source>
        <translation>Welche Szenen gibt es?</translation>
    </message>
    <message>
        <source>The cloud mask {mask} needs the Python package {package}, which is not installed. Choose another mask, or install it and restart QGIS.</source>
        <translation>Die Wolkenmaske {mask} braucht das Python-Paket {package}, das nicht installiert ist. Wählen Sie eine andere Maske, oder installieren Sie es und starten Sie QGIS neu.</translation>
    </message>
    <message>
        <source>{source} needs an account. Choose one in Advanced, under “{field}”.</source>
        <translation>{source} braucht ein Konto. Wählen Sie eines in Erweitert, unter „{field}“.</translation>
    </message>
    <message>
        <source>The list of orders {file} cannot be used now ({reason}). Is another QGIS busy?</source>
        <translation>Die Auftragsliste {file} ist zurzeit nicht benutzbar ({reason}). Ist ein anderes QGIS beschäftigt?</translation>
    </message>
    <message>
        <source>The list of orders was damaged. It was set aside as {file}; a new one begins.</source>
        <translation>Die Auftragsliste war beschädigt. Sie wurde als {file} beiseitegelegt; eine neue beginnt.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Bands and layers</source>
        <translation>Bänder und Ebenen</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Source and account</source>
        <translation>Quelle und Konto</translation>
    </message>
    <message>
        <source>Choice of scenes</source>
        <translation>Auswahl der Szenen</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>The grid is that of the other raster. Clear it to choose here.</source>
        <translation>Das Gitter ist das des anderen Rasters. Leeren Sie es, um hier zu wählen.</translation>
    </message>
    <message>
        <source>The chosen method has no options.</source>
        <translation>Die gewählte Methode hat keine Optionen.</translation>
    </message>
    <message>
        <source>Only with the cloud mask probability.</source>
        <translation>Nur mit der Wolkenmaske probability.</translation>
    </message>
    <message>
        <source>Only for methods that choose one observation per pixel; this one averages.</source>
        <translation>Nur für Methoden, die eine Beobachtung je Pixel wählen; diese mittelt.</translation>
    </message>
    <message>
        <source>Only with nadir reflectance (NBAR).</source>
        <translation>Nur mit Reflexion im Nadir (NBAR).</translation>
    </message>
    <message>
        <source>Only with the tone between two limits.</source>
        <translation>Nur mit dem Ton zwischen zwei Grenzen.</translation>
    </message>
    <message>
        <source>With 16 bits reflectance is stored, which no tone changes.</source>
        <translation>Mit 16 Bits werden Reflexionsgrade gespeichert, die kein Ton ändert.</translation>
    </message>
    <message>
        <source>Only with a folder for what is read over the network.</source>
        <translation>Nur mit einem Ordner für über das Netz Gelesenes.</translation>
    </message>
    <message>
        <source>This source is open to everybody and needs no account.</source>
        <translation>Diese Quelle steht allen offen und braucht kein Konto.</translation>
    </message>
    <message>
        <source>This source is on your computer; nothing is read over the network.</source>
        <translation>Diese Quelle ist auf Ihrem Rechner; nichts wird über das Netz gelesen.</translation>
    </message>
    <message>
        <source>This source has no Landsat scenes.</source>
        <translation>Diese Quelle hat keine Landsat-Szenen.</translation>
    </message>
    <message>
        <source>The archive begins in {year}; the order begins on {day}. Choose a later start.</source>
        <translation>Das Archiv beginnt {year}, der Auftrag am {day}. Wählen Sie einen späteren Beginn.</translation>
    </message>
    <message>
        <source>The period from {day} on has not begun. Choose an earlier one.</source>
        <translation>Der Zeitraum ab {day} hat noch nicht begonnen. Wählen Sie einen früheren.</translation>
    </message>
    <message>
        <source>Q{n} {year}</source>
        <translation>Q{n} {year}</translation>
    </message>
    <message>
        <source>Look up the scenes</source>
        <translation>Szenen suchen</translation>
    </message>
    <message>
        <source>Change...</source>
        <translation>Ändern...</translation>
    </message>
    <message>
        <source>The whole year</source>
        <translation>Das ganze Jahr</translation>
    </message>
    <message>
        <source>A list of countries</source>
        <translation>Eine Liste von Ländern</translation>
    </message>
    <message>
        <source>The mainland and its near islands, with a rim of about 10 km</source>
        <translation>Das Festland und seine nahen Inseln, mit einem Rand von etwa 10 km</translation>
    </message>
    <message>
        <source>The year of the mosaic</source>
        <translation>Das Jahr des Mosaiks</translation>
    </message>
    <message>
        <source>The whole year or one quarter</source>
        <translation>Das ganze Jahr oder ein Quartal</translation>
    </message>
    <message>
        <source>Size of the pixels; half the size means four times the work</source>
        <translation>Größe der Pixel; halbe Größe heißt vierfache Arbeit</translation>
    </message>
    <message>
        <source>Searches the archive and says what would be read</source>
        <translation>Durchsucht das Archiv und sagt, was gelesen würde</translation>
    </message>
    <message>
        <source>Opens the order in Temporal Mosaic, with every option</source>
        <translation>Öffnet den Auftrag in Zeitliches Mosaik, mit jeder Option</translation>
    </message>
    <message>
        <source>A country, a period, four bands of 10 m (B02, B03, B04, B08) with the number of valid observations, the source and the date of every pixel.</source>
        <translation>Ein Land, ein Zeitraum, vier Bänder zu 10 m (B02, B03, B04, B08) mit der Zahl gültiger Beobachtungen, der Quelle und dem Datum jedes Pixels.</translation>
    </message>
    <message>
        <source>Countries</source>
        <translation>Länder</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>This QGIS has no map of the world, from which the outlines come.</source>
        <translation>Dieses QGIS hat keine Weltkarte, aus der die Umrisse kommen.</translation>
    </message>
    <message>
        <source>This period has not begun.</source>
        <translation>Dieser Zeitraum hat noch nicht begonnen.</translation>
    </message>
    <message>
        <source>This period ends on {day}: there will be more pictures of it.</source>
        <translation>Dieser Zeitraum endet am {day}: es kommen noch Bilder dazu.</translation>
    </message>
    <message>
        <source>Makes the mosaic in the background</source>
        <translation>Macht das Mosaik im Hintergrund</translation>
    </message>
    <message>
        <source>Show on the map</source>
        <translation>Auf der Karte zeigen</translation>
    </message>
    <message>
        <source>Adds the layers of the order to the map again</source>
        <translation>Fügt die Layer des Auftrags wieder zur Karte hinzu</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Opens the folder with the files of the order</source>
        <translation>Öffnet den Ordner mit den Dateien des Auftrags</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Goes on where the order has stopped; what was finished is kept</source>
        <translation>Geht dort weiter, wo der Auftrag stehen blieb; was fertig war, bleibt</translation>
    </message>
    <message>
        <source>Stops the order; it can be resumed</source>
        <translation>Stoppt den Auftrag; er kann fortgesetzt werden</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Orders the same once more, into a new folder</source>
        <translation>Bestellt dasselbe noch einmal, in einen neuen Ordner</translation>
    </message>
    <message>
        <source>Duplicate and change</source>
        <translation>Kopieren und ändern</translation>
    </message>
    <message>
        <source>Opens the page of the product with the settings of this order</source>
        <translation>Öffnet die Seite des Produkts mit den Einstellungen dieses Auftrags</translation>
    </message>
    <message>
        <source>Next period</source>
        <translation>Nächster Zeitraum</translation>
    </message>
    <message>
        <source>Orders the same for the next period</source>
        <translation>Bestellt dasselbe für den nächsten Zeitraum</translation>
    </message>
    <message>
        <source>Delete...</source>
        <translation>Löschen...</translation>
    </message>
    <message>
        <source>Deletes the order, and its files if you want</source>
        <translation>Löscht den Auftrag, und seine Dateien, wenn Sie wollen</translation>
    </message>
    <message>
        <source>Stop the order first.</source>
        <translation>Stoppen Sie den Auftrag zuerst.</translation>
    </message>
    <message>
        <source>Only for orders that wait or run.</source>
        <translation>Nur für Aufträge, die warten oder laufen.</translation>
    </message>
    <message>
        <source>The order is of another window of QGIS; stop it there.</source>
        <translation>Der Auftrag gehört einem anderen QGIS-Fenster; halten Sie ihn dort an.</translation>
    </message>
    <message>
        <source>The order is not finished.</source>
        <translation>Der Auftrag ist nicht fertig.</translation>
    </message>
    <message>
        <source>Its files are not there any more.</source>
        <translation>Seine Dateien sind nicht mehr da.</translation>
    </message>
    <message>
        <source>The order has no folder, or it was removed.</source>
        <translation>Der Auftrag hat keinen Ordner, oder er wurde entfernt.</translation>
    </message>
    <message>
        <source>Only for orders that were stopped or have failed.</source>
        <translation>Nur für Aufträge, die gestoppt wurden oder gescheitert sind.</translation>
    </message>
    <message>
        <source>An order from one day to another has no next period.</source>
        <translation>Ein Auftrag von einem Tag zu einem anderen hat keinen nächsten Zeitraum.</translation>
    </message>
    <message>
        <source>The next period is complete on {day}.</source>
        <translation>Der nächste Zeitraum ist am {day} vollständig.</translation>
    </message>
    <message>
        <source>Example mosaic</source>
        <translation>Beispielmosaik</translation>
    </message>
    <message>
        <source>S2GM example archive</source>
        <translation>S2GM-Beispielarchiv</translation>
    </message>
    <message>
        <source>No order yet. Choose an area and a month in Temporal Mosaic.</source>
        <translation>Noch kein Auftrag. Wählen Sie Gebiet und Monat in Zeitliches Mosaik.</translation>
    </message>
    <message>
        <source>Offer each new period</source>
        <translation>Jeden neuen Zeitraum anbieten</translation>
    </message>
    <message>
        <source>When the next period is complete, this page offers to order it</source>
        <translation>Ist der nächste Zeitraum vollständig, bietet diese Seite an, ihn zu bestellen</translation>
    </message>
    <message>
        <source>Copy as qgis_process</source>
        <translation>Als qgis_process kopieren</translation>
    </message>
    <message>
        <source>Copy as s2gm</source>
        <translation>Als s2gm kopieren</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Als Python kopieren</translation>
    </message>
    <message>
        <source>Export as JSON...</source>
        <translation>Als JSON exportieren...</translation>
    </message>
    <message>
        <source>Import JSON...</source>
        <translation>JSON importieren...</translation>
    </message>
    <message>
        <source>Copy, export, import, offer each new period</source>
        <translation>Kopieren, exportieren, importieren, jeden neuen Zeitraum anbieten</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Bestellt</translation>
    </message>
    <message>
        <source>Orders, the newest first</source>
        <translation>Aufträge, die neuesten zuerst</translation>
    </message>
    <message>
        <source>Search orders</source>
        <translation>Aufträge suchen</translation>
    </message>
    <message>
        <source>Shows the orders whose row has this text</source>
        <translation>Zeigt die Aufträge, deren Zeile diesen Text hat</translation>
    </message>
    <message>
        <source>Choose an order first.</source>
        <translation>Wählen Sie zuerst einen Auftrag.</translation>
    </message>
    <message>
        <source>The next period is complete for: {names}. Choose one and press Next period.</source>
        <translation>Der nächste Zeitraum ist vollständig für: {names}. Wählen Sie einen und drücken Sie Nächster Zeitraum.</translation>
    </message>
    <message>
        <source>Help of S2GM</source>
        <translation>Hilfe zu S2GM</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>All pages</source>
        <translation>Alle Seiten</translation>
    </message>
    <message>
        <source>The page {page} cannot be read ({reason}).</source>
        <translation>Die Seite {page} kann nicht gelesen werden ({reason}).</translation>
    </message>
    <message>
        <source>The page {page} has no section {section}; this is its beginning.</source>
        <translation>Die Seite {page} hat keinen Abschnitt {section}; dies ist ihr Anfang.</translation>
    </message>
    <message>
        <source>There is no page {page} in the documents of this plugin. Open the list of all pages.</source>
        <translation>In den Dokumenten dieses Plugins gibt es keine Seite {page}. Öffnen Sie die Liste aller Seiten.</translation>
    </message>
    <message>
        <source>Choose the layer of a mosaic: click on it in the list of layers, then on the map.</source>
        <translation>Wählen Sie den Layer eines Mosaiks: klicken Sie in der Liste der Layer darauf, dann auf die Karte.</translation>
    </message>
    <message>
        <source>The order that the layer {name} carries is damaged. Make the mosaic again.</source>
        <translation>Der Auftrag, den der Layer {name} trägt, ist beschädigt. Machen Sie das Mosaik neu.</translation>
    </message>
    <message>
        <source>The layer {name} is no mosaic that this plugin has made, or has lost its order.</source>
        <translation>Der Layer {name} ist kein Mosaik, das dieses Plugin gemacht hat, oder hat seinen Auftrag verloren.</translation>
    </message>
    <message>
        <source>S2GM pixel</source>
        <translation>S2GM-Pixel</translation>
    </message>
    <message>
        <source>S2GM inspect</source>
        <translation>S2GM untersuchen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Pick a pixel</source>
        <translation>Ein Pixel wählen</translation>
    </message>
    <message>
        <source>Each click on the map tells what the active layer's pixel was made from</source>
        <translation>Jeder Klick auf die Karte sagt, woraus das Pixel des aktiven Layers gemacht ist</translation>
    </message>
    <message>
        <source>Copies the table for a spreadsheet</source>
        <translation>Kopiert die Tabelle für eine Tabellenkalkulation</translation>
    </message>
    <message>
        <source>Stops reading</source>
        <translation>Bricht das Lesen ab</translation>
    </message>
    <message>
        <source>Observations of the pixel</source>
        <translation>Beobachtungen des Pixels</translation>
    </message>
    <message>
        <source>Source ...</source>
        <translation>Quelle ...</translation>
    </message>
    <message>
        <source>Takes the scenes from elsewhere, or with an account</source>
        <translation>Nimmt die Szenen von anderswo, oder mit einem Konto</translation>
    </message>
    <message>
        <source>that of the mosaic</source>
        <translation>die des Mosaiks</translation>
    </message>
    <message>
        <source>Another source with the same scenes, such as a copy of them</source>
        <translation>Eine andere Quelle mit denselben Szenen, etwa eine Kopie davon</translation>
    </message>
    <message>
        <source>Reading the observations of the pixel ...</source>
        <translation>Die Beobachtungen des Pixels werden gelesen ...</translation>
    </message>
    <message>
        <source>Choose the layer of a mosaic, press Pick a pixel and click on the map.</source>
        <translation>Wählen Sie den Layer eines Mosaiks, drücken Sie Ein Pixel wählen und klicken Sie auf die Karte.</translation>
    </message>
    <message>
        <source>&lt;b&gt;{name}&lt;/b&gt;, row {row}, column {column} ({lat}, {lon}), method {method}: {n} observations, </source>
        <translation>&lt;b&gt;{name}&lt;/b&gt;, Zeile {row}, Spalte {column} ({lat}, {lon}), Methode {method}: {n} Beobachtungen, </translation>
    </message>
    <message>
        <source>{n} valid</source>
        <translation>{n} gültig</translation>
    </message>
    <message>
        <source>; the pixel is empty.</source>
        <translation>; das Pixel ist leer.</translation>
    </message>
    <message>
        <source>the mask refuses the class</source>
        <translation>die Maske lehnt die Klasse ab</translation>
    </message>
    <message>
        <source>border of the swath</source>
        <translation>Rand des Aufnahmestreifens</translation>
    </message>
    <message>
        <source>a band has no data</source>
        <translation>ein Band hat keine Daten</translation>
    </message>
    <message>
        <source>does not look like snow</source>
        <translation>sieht nicht wie Schnee aus</translation>
    </message>
    <message>
        <source>a band could not be read</source>
        <translation>ein Band konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>no observation</source>
        <translation>keine Beobachtung</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>used</source>
        <translation>verwendet</translation>
    </message>
    <message>
        <source>valid, not chosen</source>
        <translation>gültig, nicht gewählt</translation>
    </message>
    <message>
        <source>valid, outside the period</source>
        <translation>gültig, außerhalb des Zeitraums</translation>
    </message>
    <message>
        <source>rejected: {why}</source>
        <translation>abgelehnt: {why}</translation>
    </message>
    <message>
        <source>Day (UTC)</source>
        <translation>Tag (UTC)</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Was daraus wurde</translation>
    </message>
    <message>
        <source>start of season</source>
        <translation>Beginn der Vegetationszeit</translation>
    </message>
    <message>
        <source>peak of season</source>
        <translation>Höhepunkt der Vegetationszeit</translation>
    </message>
    <message>
        <source>end of season</source>
        <translation>Ende der Vegetationszeit</translation>
    </message>
</context></TS>
